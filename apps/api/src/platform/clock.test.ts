import os from 'node:os'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { days, hours, minutes } from '../../testing/movable-clock.ts'
import { followingClock } from './clock.ts'

const serverTime = new Date('2001-02-03T04:05:06Z')
const later = (milliseconds: number) => new Date(serverTime.getTime() + milliseconds)

/** Lets time pass on the clocks of this machine. In a suspended machine the monotonic clock stops. */
let monotonic = 10_000
let uptime = 1_000_000
function pass(milliseconds: number, isSuspended = false): void {
  if (!isSuspended) monotonic += milliseconds
  uptime += milliseconds / 1000
}

beforeEach(() => {
  vi.spyOn(performance, 'now').mockImplementation(() => monotonic)
  vi.spyOn(Date, 'now').mockReturnValue(serverTime.getTime())
  vi.spyOn(os, 'uptime').mockImplementation(() => uptime)
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** A clock that was set, what it reported, and a function that gives it the database's time at once. */
function setClock() {
  const reported: (number | null)[] = []
  const clock = followingClock(byMs => reported.push(byMs))
  const sync = (time: Date) => clock.sync(time, performance.now(), performance.now())
  sync(serverTime)
  return { clock, sync, reported }
}

describe('followingClock', () => {
  it('shows the database time that it was set to, and runs on from there', () => {
    const clock = followingClock()
    clock.sync(later(500), monotonic - 10, monotonic + 10)
    expect(clock.now()).toEqual(later(500))
    pass(minutes(1))
    expect(clock.now()).toEqual(later(500 + minutes(1)))
  })

  it("does not follow a step of this machine's clock", () => {
    const { clock, sync } = setClock()
    vi.spyOn(Date, 'now').mockReturnValue(0)
    expect(clock.now()).toEqual(serverTime)
    sync(later(1))
    expect(clock.isTrusted()).toBe(true)
    expect(clock.now()).toEqual(later(1))
  })

  it('moves only forward on a slow answer', () => {
    const { clock } = setClock()
    clock.sync(later(-6000), monotonic - 5000, monotonic)
    expect(clock.now()).toEqual(serverTime)
    clock.sync(later(6000), monotonic - 5000, monotonic)
    expect(clock.now()).toEqual(later(6000))
  })

  it('follows the database after a suspension, in which the monotonic clock stood still', () => {
    const { clock, sync } = setClock()
    pass(hours(8), true)
    sync(later(hours(8)))
    expect(clock.isTrusted()).toBe(true)
    expect(clock.now()).toEqual(later(hours(8)))
    pass(minutes(90))
    sync(later(hours(8) + minutes(90)))
    expect(clock.isTrusted()).toBe(true)
  })
})

describe("a leap of the database's clock", () => {
  it.each([
    ['30 hours ahead', hours(30)],
    ['40 days ahead', days(40)],
    ['two days back', -days(2)],
    ['six minutes ahead', minutes(6)],
    ['six minutes back', -minutes(6)],
  ])('of %s is not followed, and reported once, until it is back', (_, leap) => {
    const { clock, sync, reported } = setClock()
    pass(minutes(3))
    for (let beat = 0; beat < 3; beat++) sync(later(minutes(3) + leap))
    expect(clock.isTrusted()).toBe(false)
    expect(clock.now()).toEqual(later(minutes(3)))
    expect(reported).toEqual([leap])
    pass(hours(5))
    sync(later(hours(5) + minutes(3)))
    expect(clock.isTrusted()).toBe(true)
    expect(clock.now()).toEqual(later(hours(5) + minutes(3)))
    expect(reported).toEqual([leap, null])
  })

  it('of a few minutes is followed, in both directions', () => {
    for (const step of [minutes(4), -minutes(4)]) {
      const { clock, sync, reported } = setClock()
      sync(later(step))
      expect(clock.now()).toEqual(later(step))
      expect(reported).toEqual([])
    }
  })

  it('in many small steps is followed for five minutes an hour at most', () => {
    const { clock, sync } = setClock()
    for (let step = 1; step <= 10; step++) sync(later(step * minutes(1)))
    expect(clock.isTrusted()).toBe(false)
    expect(clock.now()).toEqual(later(minutes(5)))
  })

  it("is also seen at the start, by this machine's clock, until one of them is set", () => {
    for (const [machine, database] of [
      [0, hours(30)],
      [hours(30), hours(30)],
    ] as const) {
      const clock = followingClock()
      clock.sync(later(hours(30)), monotonic, monotonic)
      expect(clock.isTrusted()).toBe(false)
      vi.spyOn(Date, 'now').mockReturnValue(later(machine).getTime())
      clock.sync(later(machine === 0 ? 0 : database), monotonic, monotonic)
      expect(clock.isTrusted()).toBe(true)
      vi.spyOn(Date, 'now').mockReturnValue(serverTime.getTime())
    }
  })
})

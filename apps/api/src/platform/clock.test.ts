import { afterEach, describe, expect, it, vi } from 'vitest'
import { followingClock } from './clock.ts'

const serverTime = new Date('2001-02-03T04:05:06Z')
afterEach(() => {
  vi.restoreAllMocks()
})

describe('followingClock', () => {
  it('shows the database time that it was set to, and runs on from there', () => {
    const clock = followingClock()
    const monotonic = vi.spyOn(performance, 'now').mockReturnValue(1000)
    clock.sync(serverTime, 990, 1010)
    expect(clock.now()).toEqual(serverTime)
    monotonic.mockReturnValue(61_000)
    expect(clock.now()).toEqual(new Date('2001-02-03T04:06:06Z'))
  })

  it("does not follow a step of this machine's clock", () => {
    const clock = followingClock()
    clock.sync(serverTime, performance.now(), performance.now())
    vi.spyOn(Date, 'now').mockReturnValue(0)
    expect(clock.now().getUTCFullYear()).toBe(2001)
  })

  it('moves only forward on a slow answer', () => {
    const clock = followingClock()
    const monotonic = vi.spyOn(performance, 'now').mockReturnValue(10_000)
    clock.sync(serverTime, 10_000, 10_000)
    clock.sync(new Date('2001-02-03T04:05:00Z'), 5000, 10_000)
    expect(clock.now()).toEqual(serverTime)
    // As after a suspension: the monotonic clock stopped meanwhile.
    monotonic.mockReturnValue(12_000)
    clock.sync(new Date('2001-02-03T07:00:00Z'), 10_000, 12_000)
    expect(clock.now()).toEqual(new Date('2001-02-03T07:00:00Z'))
  })
})

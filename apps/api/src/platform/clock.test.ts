import { afterEach, describe, expect, it, vi } from 'vitest'
import { followingClock } from './clock.ts'

const serverTime = new Date('2001-02-03T04:05:06Z')
afterEach(() => {
  vi.restoreAllMocks()
})

describe('followingClock', () => {
  it('tells the time of the database it heard, and goes on from there', () => {
    const clock = followingClock()
    const monotonic = vi.spyOn(performance, 'now').mockReturnValue(1000)
    clock.hear(serverTime, 990, 1010)
    expect(clock.now()).toEqual(serverTime)
    monotonic.mockReturnValue(61_000)
    expect(clock.now()).toEqual(new Date('2001-02-03T04:06:06Z'))
  })

  it("does not follow a step of this machine's clock", () => {
    const clock = followingClock()
    clock.hear(serverTime, performance.now(), performance.now())
    vi.spyOn(Date, 'now').mockReturnValue(0)
    expect(clock.now().getUTCFullYear()).toBe(2001)
  })

  it('takes from a slow answer only that it is at least that late', () => {
    const clock = followingClock()
    const monotonic = vi.spyOn(performance, 'now').mockReturnValue(10_000)
    clock.hear(serverTime, 10_000, 10_000)
    clock.hear(new Date('2001-02-03T04:05:00Z'), 5000, 10_000)
    expect(clock.now()).toEqual(serverTime)
    // As after a suspension, through which the monotonic clock stood still.
    monotonic.mockReturnValue(12_000)
    clock.hear(new Date('2001-02-03T07:00:00Z'), 10_000, 12_000)
    expect(clock.now()).toEqual(new Date('2001-02-03T07:00:00Z'))
  })
})

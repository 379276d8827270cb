import { describe, expect, it, vi } from 'vitest'
import { followingClock } from './clock.ts'

describe('followingClock', () => {
  it('tells the time of the server it looked at, and goes on from there', async () => {
    const elsewhere = new Date('2001-02-03T04:05:06Z')
    const clock = followingClock(async () => elsewhere)
    await clock.look()
    const first = clock.now().getTime()
    expect(Math.abs(first - elsewhere.getTime())).toBeLessThan(500)
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(first)
  })

  it("does not follow a step of this machine's clock", async () => {
    const clock = followingClock(async () => new Date('2001-02-03T04:05:06Z'))
    await clock.look()
    vi.spyOn(Date, 'now').mockReturnValue(0)
    expect(clock.now().getUTCFullYear()).toBe(2001)
    vi.restoreAllMocks()
  })

  it('keeps the time when a look fails, or took too long to mean anything', async () => {
    let answer: () => Promise<Date> = async () => new Date('2001-01-01T00:00:00Z')
    const clock = followingClock(() => answer())
    await clock.look()
    answer = () => Promise.reject(new Error('away'))
    await expect(clock.look()).rejects.toThrow('away')
    const monotonic = vi.spyOn(performance, 'now')
    monotonic.mockReturnValueOnce(0).mockReturnValueOnce(5000)
    answer = async () => new Date('2050-01-01T00:00:00Z')
    await clock.look()
    monotonic.mockRestore()
    expect(clock.now().getUTCFullYear()).toBe(2001)
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { OutageError } from './api-errors.ts'
import { askAgain, isOutage, onOutage, patiently } from './outage.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Fails `times` times, as a server does that is away. */
function awayFor(times: number) {
  return vi.fn(async () => {
    if (times-- > 0) throw new OutageError('away')
    return 'here'
  })
}

describe('patiently', () => {
  it('asks with growing pauses until somebody answers, and says so meanwhile', async () => {
    const changes: boolean[] = []
    const stop = onOutage(() => changes.push(isOutage()))
    const ask = awayFor(3)
    const answer = patiently(ask)
    await vi.advanceTimersByTimeAsync(999)
    expect(ask).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1 + 2_000 + 4_000)
    expect(await answer).toBe('here')
    expect(changes).toEqual([true, false])
    stop()
  })

  it('asks at once when told to', async () => {
    const answer = patiently(awayFor(1))
    await vi.advanceTimersByTimeAsync(0)
    askAgain()
    expect(await answer).toBe('here')
    expect(isOutage()).toBe(false)
  })

  it('throws at once what the server refuses', async () => {
    await expect(patiently(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(isOutage()).toBe(false)
  })
})

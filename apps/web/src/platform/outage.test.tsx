import { QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { OutageError } from './api-errors.ts'
import { askAgain, useOutage } from './outage.ts'
import { createQueryClient } from './query-client.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))

/** Fails `times` times, like a server during an outage. */
function awayFor(times: number) {
  return vi.fn(async () => {
    if (times-- > 0) throw new OutageError('away')
    return 'here'
  })
}

function ask(queryFn: () => Promise<unknown>) {
  const queryClient = createQueryClient({ onError: vi.fn(), onSuccess: vi.fn() })
  const { result } = renderHook(useOutage, {
    wrapper: ({ children }) => <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>,
  })
  const answer = queryClient.fetchQuery({ queryKey: ['question'], queryFn })
  answer.catch(() => undefined)
  return { answer, queryClient, isOutage: () => result.current }
}

describe('a query during an outage', () => {
  it('retries with growing pauses, up to 15 s, and reports the outage until an answer comes', async () => {
    const queryFn = awayFor(7)
    const { answer, isOutage } = ask(queryFn)
    expect(isOutage()).toBe(false)
    let asked = 1
    for (const pauseMs of [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]) {
      await wait(pauseMs - 1)
      expect(queryFn).toHaveBeenCalledTimes(asked++)
      expect(isOutage()).toBe(true)
      await wait(1)
    }
    expect(await answer).toBe('here')
    await wait(1)
    expect(isOutage()).toBe(false)
  })

  it('retries at once on request, and answers those who already waited', async () => {
    const queryFn = awayFor(2)
    const { answer, queryClient, isOutage } = ask(queryFn)
    await wait(0)
    void askAgain(queryClient)
    await wait(0)
    expect(isOutage()).toBe(true)
    void askAgain(queryClient)
    await wait(0)
    expect(queryFn).toHaveBeenCalledTimes(3)
    expect(await answer).toBe('here')
    expect(isOutage()).toBe(false)
  })

  it('throws a refusal at once', async () => {
    const { answer, isOutage } = ask(() => Promise.reject(new Error('no')))
    await expect(answer).rejects.toThrow('no')
    expect(isOutage()).toBe(false)
  })
})

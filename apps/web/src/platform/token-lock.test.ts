import { afterEach, expect, it, vi } from 'vitest'
import { untilTokenArrived, whileTokenChanges } from './token-lock.ts'

afterEach(() => void vi.unstubAllGlobals())

/** One lock, as the Web Locks API has it: shared holders at once, or one exclusive holder. */
function fakeLocks() {
  let holders: Promise<unknown>[] = []
  let isExclusive = false
  async function request<Result>(
    _name: string,
    { mode, signal }: { mode: LockMode; signal: AbortSignal },
    hold: () => Promise<Result>,
  ): Promise<Result> {
    const isTaken = () => holders.length > 0 && (mode === 'exclusive' || isExclusive)
    while (isTaken()) {
      const aborted = new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      await Promise.race([Promise.all(holders), aborted])
    }
    const held = hold()
    const holder = held.catch(() => undefined)
    isExclusive = mode === 'exclusive'
    holders.push(holder)
    await holder
    holders = holders.filter(each => each !== holder)
    return held
  }
  return { request }
}

it('waits for every call that may bring a new token, also for one that fails', async () => {
  vi.stubGlobal('navigator', { locks: fakeLocks() })
  const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
  const calls = [whileTokenChanges(() => first.promise), whileTokenChanges(() => second.promise)]
  let hasArrived = false
  const arrived = untilTokenArrived().then(() => {
    hasArrived = true
  })
  first.resolve('token')
  expect(await calls[0]).toBe('token')
  expect(hasArrived).toBe(false)
  second.reject(new Error('no answer'))
  await expect(calls[1]).rejects.toThrow('no answer')
  await arrived
})

it('waits no longer than an answer may take, for a tab that is frozen', async () => {
  vi.useFakeTimers()
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(ms => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), ms)
    return controller.signal
  })
  vi.stubGlobal('navigator', { locks: fakeLocks() })
  void whileTokenChanges(() => new Promise(() => {}))
  const arrived = untilTokenArrived()
  await vi.advanceTimersByTimeAsync(10_000)
  await arrived
  vi.useRealTimers()
  vi.restoreAllMocks()
})

it.each([
  ['has no locks', {}],
  ['refuses them', { locks: { request: async () => Promise.reject(new DOMException('no', 'SecurityError')) } }],
])('calls all the same in a browser that %s', async (_, navigator) => {
  vi.stubGlobal('navigator', navigator)
  expect(await whileTokenChanges(async () => 'answer')).toBe('answer')
  await expect(whileTokenChanges(() => Promise.reject(new Error('once')))).rejects.toThrow('once')
  await untilTokenArrived()
})

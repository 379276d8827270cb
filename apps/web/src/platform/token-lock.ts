const lockName = 'latchkey token'
/** A tab that the browser has frozen may hold the lock for ever. */
const longestHoldMs = 10_000
const longestWaitMs = 1_000

/** Makes a call whose answer may bring a new token. */
export const whileTokenChanges = <Result>(call: () => Promise<Result>): Promise<Result> =>
  holding('shared', longestWaitMs, call)

/**
 * Resolves when every tab has the answers that may bring a new token. The server replaces a token before the browser has the new one,
 * and on a slow network that answer takes seconds.
 */
export const untilTokenArrived = (): Promise<void> => holding('exclusive', longestHoldMs, async () => {})

/** Works without the lock where there is none, where the browser refuses it, and where it takes too long to get it. */
async function holding<Result>(mode: LockMode, waitMs: number, work: () => Promise<Result>): Promise<Result> {
  if (!('locks' in navigator)) return work()
  let isHeld = false
  try {
    return await navigator.locks.request(lockName, { mode, signal: AbortSignal.timeout(waitMs) }, () => {
      isHeld = true
      return work()
    })
  } catch (error) {
    if (isHeld) throw error
    return work()
  }
}

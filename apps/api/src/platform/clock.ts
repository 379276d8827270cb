/** The only source of the current time. No other code reads a system clock, and SQL gets the time as a parameter. */
export interface Clock {
  now(): Date
  /** Sets the clock to the database's time. `askedAt` and `answeredAt` are times of the monotonic clock, in milliseconds. */
  sync(serverTime: Date, askedAt: number, answeredAt: number): void
}

/** If the answer took longer, we cannot tell when in that time the server read its clock. */
const maxAnswerMs = 1000

/**
 * A clock that follows the database's clock: the last known database time plus the monotonic time since. So replicas agree,
 * and a jump of this machine's clock ends no session. Until the first `sync` it uses this machine's time.
 */
export function followingClock(): Clock {
  let serverTime = Date.now()
  let seenAt = performance.now()
  const nowMs = () => serverTime + performance.now() - seenAt
  return {
    now: () => new Date(nowMs()),
    sync(time, askedAt, answeredAt) {
      const slow = answeredAt - askedAt > maxAnswerMs
      // A slow answer still proves that it is at least that time. The monotonic clock stops while a machine is suspended.
      if (slow && time.getTime() <= nowMs()) return
      serverTime = time.getTime()
      seenAt = slow ? answeredAt : (askedAt + answeredAt) / 2
    },
  }
}

/** Returns a function that says how many milliseconds have passed since this call. */
export function stopwatch(): () => number {
  const start = performance.now()
  return () => performance.now() - start
}

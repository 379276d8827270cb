/** The only source of the present time: nothing else asks a system clock, and SQL gets its instants as parameters. */
export interface Clock {
  now(): Date
  /** Takes in what the database said its time was, between two instants of the monotonic clock (milliseconds). */
  hear(serverTime: Date, askedAt: number, answeredAt: number): void
}

/** An answer that took longer says too little about when, within it, the server read its clock. */
const maxAnswerMs = 1000

/**
 * A clock that follows the database's: its time when last heard plus the monotonic time since, so replicas agree and
 * a step of this machine's clock ends no session. Until it hears it starts from this machine's time.
 */
export function followingClock(): Clock {
  let serverTime = Date.now()
  let seenAt = performance.now()
  const nowMs = () => serverTime + performance.now() - seenAt
  return {
    now: () => new Date(nowMs()),
    hear(heard, askedAt, answeredAt) {
      const slow = answeredAt - askedAt > maxAnswerMs
      // A slow answer still proves that it is at least that late: the monotonic clock stands still in a suspended machine.
      if (slow && heard.getTime() <= nowMs()) return
      serverTime = heard.getTime()
      seenAt = slow ? answeredAt : (askedAt + answeredAt) / 2
    },
  }
}

/** Answers how many milliseconds have passed since it was called. It measures, and knows no instant. */
export function stopwatch(): () => number {
  const start = performance.now()
  return () => performance.now() - start
}

/** The only source of the present time: nothing else asks a system clock, and SQL gets its instants as parameters. */
export interface Clock {
  now(): Date
}

/** A look that took longer says too little about when, within it, the server read its clock. */
const maxLookMs = 1000

/**
 * A clock that follows the database's: its time at the last look plus the monotonic time since, so replicas agree and
 * a step of this machine's clock ends no session. Until the first look it starts from this machine's time.
 */
export function followingClock(readServerTime: () => Promise<Date>): Clock & { look(): Promise<void> } {
  let serverTime = Date.now()
  let seenAt = performance.now()
  return {
    now: () => new Date(serverTime + performance.now() - seenAt),
    async look() {
      const asked = performance.now()
      const answer = await readServerTime()
      const answered = performance.now()
      if (answered - asked > maxLookMs) return
      serverTime = answer.getTime()
      seenAt = (asked + answered) / 2
    },
  }
}

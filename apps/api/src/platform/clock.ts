import os from 'node:os'

/** The only source of the current time. No other code reads a system clock, and SQL gets the time as a parameter. */
export interface Clock {
  now(): Date
  /**
   * False while the database's clock contradicts this one. Then no request is answered and nothing is deleted: it is unknown which
   * session has expired.
   */
  isTrusted(): boolean
  /** Sets the clock to the database's time. `askedAt` and `answeredAt` are times of the monotonic clock, in milliseconds. */
  sync(serverTime: Date, askedAt: number, answeredAt: number): void
}

/** If the answer took longer, we cannot tell when in that time the server read its clock. */
const maxAnswerMs = 1000
/** A step of the database's clock that we follow, within an hour. Corrections by NTP, and another server's clock, differ by less. */
const maxLeapMs = 5 * 60_000
const anchorForMs = 3_600_000

/** A time of the database, and when it was that time on the clocks that no one can set. */
interface Anchor {
  readonly time: number
  readonly monotonic: number
  /** Goes on while the machine is suspended. The monotonic clock stops. */
  readonly uptime: number
}

/**
 * A clock that follows the database's clock: the last known database time plus the monotonic time since. So replicas agree,
 * and a jump of this machine's clock ends no session. Until the first `sync` it uses this machine's time.
 *
 * A leap of the database's clock by more than five minutes in an hour is not followed. The first time is compared with this machine's
 * clock. `leapt` is told how far the database is ahead, in milliseconds, and null when both agree again.
 */
export function followingClock(leapt: (byMs: number | null) => void = () => {}): Clock {
  let last: Pick<Anchor, 'time' | 'monotonic'> | undefined
  let anchor: Anchor | undefined
  let isTrusted = true
  const nowMs = () => (last ? last.time + performance.now() - last.monotonic : Date.now())

  /** How far the database's time is from what we expect. */
  function leapOf(time: number): number {
    if (!anchor) return time - Date.now()
    const byMonotonic = time - anchor.time - (performance.now() - anchor.monotonic)
    const byUptime = time - anchor.time - (uptimeMs() - anchor.uptime)
    return Math.abs(byUptime) < Math.abs(byMonotonic) ? byUptime : byMonotonic
  }

  return {
    now: () => new Date(nowMs()),
    isTrusted: () => isTrusted,
    sync(serverTime, askedAt, answeredAt) {
      const time = serverTime.getTime()
      const slow = answeredAt - askedAt > maxAnswerMs
      // A slow answer still proves that it is at least that time. The monotonic clock stops while a machine is suspended.
      if (slow && time <= nowMs()) return
      const leap = leapOf(time)
      const isLeap = Math.abs(leap) > maxLeapMs
      if (isLeap === isTrusted) leapt(isLeap ? leap : null)
      isTrusted = !isLeap
      if (isLeap) return
      last = { time, monotonic: slow ? answeredAt : (askedAt + answeredAt) / 2 }
      if (!anchor || performance.now() - anchor.monotonic > anchorForMs) anchor = { ...last, uptime: uptimeMs() }
    },
  }
}

const uptimeMs = () => 1000 * os.uptime()

/** The clocks of this server and the database disagree. */
export class ClockLeapError extends Error {
  override name = 'ClockLeapError'
  constructor() {
    super(
      'The clocks of the database and of this server differ by more than five minutes. Set the one that is wrong, for example with NTP.',
    )
  }
}

/** How far this machine's own clock is ahead of `clock`, in milliseconds. Negative where it is behind. */
export const machineAheadMs = (clock: Pick<Clock, 'now'>): number => Date.now() - clock.now().getTime()

/** Returns a function that says how many milliseconds have passed since this call. */
export function stopwatch(): () => number {
  const start = performance.now()
  return () => performance.now() - start
}

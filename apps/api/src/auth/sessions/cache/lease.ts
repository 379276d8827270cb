/** How long what the cache says may be trusted after the database was last known to reach us. */
const leaseMs = 1000

export interface Lease {
  /** Notes that the beat sent at `at` was answered: whatever was committed before it was sent has been heard. */
  renew(at: Moment): void
  end(): void
  /** Whether the cache may be trusted now; compared anew for each request, since a timer's flag would be late exactly when it matters. */
  holds(): boolean
}

/** An instant on two clocks: the one that never jumps, and the one that goes on while the machine is suspended. */
export interface Moment {
  readonly monotonic: number
  readonly wall: number
}

export const thisMoment = (): Moment => ({ monotonic: performance.now(), wall: Date.now() })

/** The right to answer from the cache, for a second from each beat of the database. */
export function createLease(moment: () => Moment = thisMoment): Lease {
  let from: Moment | undefined
  return {
    renew(at) {
      from = at
    },
    end() {
      from = undefined
    },
    holds() {
      return from !== undefined && !isOlder(from, leaseMs, moment())
    },
  }
}

/**
 * Whether `moment` is more than `ms` ago on either clock: a suspended machine shows on the wall clock only. One from the
 * future, since the wall clock was set back, counts as old.
 */
export function isOlder(moment: Moment, ms: number, now: Moment = thisMoment()): boolean {
  const byWall = now.wall - moment.wall
  return now.monotonic - moment.monotonic > ms || byWall > ms || byWall < -ms
}

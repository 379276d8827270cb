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
      if (from === undefined) return false
      const now = moment()
      // A suspended machine shows on the wall clock only; one that was set back shows as a beat from the future.
      const sinceByWall = now.wall - from.wall
      return now.monotonic - from.monotonic <= leaseMs && sinceByWall <= leaseMs && sinceByWall >= -leaseMs
    },
  }
}

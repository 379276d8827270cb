import { isOlder, type Moment, thisMoment } from '@latchkey/contracts/platform/moment'

/** How long the cache may be trusted after a beat of the database. */
const leaseMs = 1000

export interface Lease {
  /** Renews the lease by the answered beat sent at `at`: everything committed before then has been received. */
  renew(at: Moment): void
  end(): void
  /** Notes a beat sent at `at` that the database answered, whether or not it renews the lease. */
  heard(at: Moment): void
  /** Whether the cache may be trusted now. Computed for each request: a timer would be late exactly when it matters. */
  holds(): boolean
  /** How long ago it was last renewed, and when the last answered beat was sent; before the first, since its creation. */
  ages(): { readonly renewedMs: number; readonly heardMs: number }
}

/** The right to answer from the cache, for a second from each beat of the database. */
export function createLease(moment: () => Moment = thisMoment): Lease {
  let from: Moment | undefined
  let heard = moment().monotonic
  let renewed = heard
  return {
    renew(at) {
      from = at
      renewed = at.monotonic
    },
    heard(at) {
      heard = at.monotonic
    },
    end() {
      from = undefined
    },
    holds() {
      return from !== undefined && !isOlder(from, leaseMs, moment())
    },
    ages() {
      const { monotonic } = moment()
      return { renewedMs: monotonic - renewed, heardMs: monotonic - heard }
    },
  }
}

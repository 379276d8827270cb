import type { Deps } from '../../deps.ts'
import { leaseKeyOf } from './keys.ts'
import { rateLimited } from './refusal.ts'
import * as store from './store.ts'

/** When a lease ends whose server was killed. It must be longer than the work. */
const longestMs = 60_000
/** When to ask again while another request is at it. */
const askAgainAfterMs = 10_000

/**
 * Does work that only one request at a time may do for this person or thing, on all servers together.
 * @throws {ApiError} rate_limited while another request does it
 */
export async function alone<Result>(
  deps: Deps,
  what: string,
  of: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const key = leaseKeyOf(deps.keys('limit counter'), what, of)
  const until = await store.takeLease(deps, key, deps.clock.now(), longestMs)
  if (until === null) throw rateLimited(askAgainAfterMs)
  return work().finally(() =>
    store
      .endLease(deps, key, until, deps.clock.now())
      .catch(err => deps.log.warn({ err, what }, 'a lease stays for up to a minute')),
  )
}

import type { ProviderProblem } from '@latchkey/contracts/auth/identities'
import { isOutage } from '@latchkey/database/errors'
import { ApiError } from '../../platform/errors.ts'
import { ProviderError } from './providers/providers.ts'

/** A sign-in with a provider, a link or a confirmation that goes no further. The page says the problem in its own words. */
export class Refused extends Error {
  override name = 'Refused'
  readonly problem: ProviderProblem

  constructor(problem: ProviderProblem) {
    super(problem)
    this.problem = problem
  }
}

/** What the page is told of an error. Null for one that is our bug. */
export function problemOf(error: unknown): ProviderProblem | null {
  if (error instanceof Refused) return error.problem
  if (error instanceof ProviderError) return error.kind === 'invalid' ? 'misconfigured' : error.kind
  if (isOutage(error)) return 'unavailable'
  if (!(error instanceof ApiError)) return null
  if (error.code === 'unavailable') return 'unavailable'
  return error.code === 'rate_limited' ? 'refused' : 'expired'
}

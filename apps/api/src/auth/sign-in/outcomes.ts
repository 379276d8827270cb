import type { ErrorCode } from '@latchkey/contracts/errors'
import { isOutage } from '@latchkey/database/errors'
import type { Deps } from '../../deps.ts'
import { counter, otherValue } from '../../platform/metrics/measure.ts'

const refusals = [
  'invalid_credentials',
  'invalid_code',
  'invalid_factor',
  'invalid_challenge',
  'rate_limited',
  'cross_origin',
  'unavailable',
] as const satisfies ErrorCode[]

/** A way to a provider that led to no sign-in. */
const providerProblem = 'provider_refused'

export const signInOutcomes = counter(
  'latchkey_sign_ins_total',
  'Sign-ins by every way, sign-ups included, by outcome. A refusal has the code of its answer.',
  { outcome: ['signed_in', 'second_factor_asked', providerProblem, ...refusals, otherValue] },
)

/** Counts a sign-in, or a step of one, that went well. */
export const countSignIn = ({ metrics }: Pick<Deps, 'metrics'>, outcome: 'signed_in' | 'second_factor_asked'): void =>
  metrics?.count(signInOutcomes, { outcome })

/** Counts a way to a provider that came back without a proof, or with one that is not enough. */
export const countProviderProblem = ({ metrics }: Pick<Deps, 'metrics'>): void =>
  metrics?.count(signInOutcomes, { outcome: providerProblem })

/** Counts a refused sign-in, or a refused step of one. */
export const countRefusal = ({ metrics }: Pick<Deps, 'metrics'>, error: unknown): void =>
  metrics?.count(signInOutcomes, {
    outcome: isOutage(error) ? 'unavailable' : String((error as { code?: unknown }).code),
  })

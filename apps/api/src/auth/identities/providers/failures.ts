import * as client from 'openid-client'
import { ProviderError, type ProviderFailure } from './provider.ts'

/** What we are doing as something fails. The same answer means one thing while we look for a provider, and another in an exchange. */
export type Step = 'discovery' | 'callback' | 'exchange' | 'userinfo'

/** Codes of RFC 6749, OpenID Connect Core and GitHub. A code that is not listed means that the answer is not to be believed. */
const kinds: Readonly<Record<string, ProviderFailure>> = {
  access_denied: 'denied',
  login_required: 'denied',
  interaction_required: 'denied',
  consent_required: 'denied',
  account_selection_required: 'denied',
  user_cancelled_authorize: 'denied',
  invalid_grant: 'expired',
  bad_verification_code: 'expired',
  invalid_client: 'misconfigured',
  unauthorized_client: 'misconfigured',
  invalid_scope: 'misconfigured',
  invalid_request: 'misconfigured',
  invalid_request_uri: 'misconfigured',
  unsupported_grant_type: 'misconfigured',
  unsupported_response_type: 'misconfigured',
  redirect_uri_mismatch: 'misconfigured',
  incorrect_client_credentials: 'misconfigured',
  application_suspended: 'misconfigured',
  server_error: 'down',
  temporarily_unavailable: 'down',
}

/** The failure for an error code of the provider. The code itself is told only if it is one of those above. */
const failureOfCode = (code: unknown): ProviderError =>
  typeof code === 'string' && Object.hasOwn(kinds, code)
    ? new ProviderError(kinds[code] ?? 'invalid', code)
    : new ProviderError('invalid', 'an unknown error code')

/** Turns what a library threw into a `ProviderError`. */
export function failureOf(thrown: unknown, step: Step): ProviderError {
  for (let error: unknown = thrown; error instanceof Error; error = error.cause)
    if (error instanceof ProviderError) return error
  if (thrown instanceof client.AuthorizationResponseError || thrown instanceof client.ResponseBodyError)
    return failureOfCode(thrown.error)
  const isUnauthorized = thrown instanceof client.WWWAuthenticateChallengeError
  if (isUnauthorized)
    return new ProviderError(step === 'userinfo' ? 'invalid' : 'misconfigured', `${step}: unauthorized`)
  if (thrown instanceof client.ClientError) return failureOfAnswer(thrown, step)
  return new ProviderError(usualKind(step), `${step}: an answer that cannot be used`)
}

/** Words for the codes of openid-client that an operator meets. */
const reasons: Readonly<Record<string, string>> = {
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: 'another issuer or person',
  OAUTH_RESPONSE_IS_NOT_CONFORM: 'an unexpected status',
  OAUTH_RESPONSE_IS_NOT_JSON: 'no JSON',
  OAUTH_PARSE_ERROR: 'no JSON',
}

function failureOfAnswer({ code = 'unknown', cause }: client.ClientError, step: Step): ProviderError {
  const detail = `${step}: ${reasons[code] ?? code}`
  if (cause instanceof Response && (cause.status >= 500 || cause.status === 429))
    return new ProviderError('down', `${detail} ${cause.status}`)
  // GitHub answers errors by 200.
  const error = (cause as { cause?: { body?: { error?: unknown } } } | undefined)?.cause?.body?.error
  if (error !== undefined) return failureOfCode(error)
  return new ProviderError(usualKind(step), detail)
}

const usualKind = (step: Step): ProviderFailure => (step === 'discovery' ? 'misconfigured' : 'invalid')

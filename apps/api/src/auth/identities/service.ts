import type * as contract from '@latchkey/contracts/auth/identities'
import type { ListedProvider } from '@latchkey/contracts/auth/listed-providers'
import type { Input } from '@latchkey/contracts/endpoint'
import type { Deps } from '../../deps.ts'
import type { VisitorContext } from '../../platform/context.ts'
import { ApiError, invalidRequest } from '../../platform/errors.ts'
import { countAttempt } from '../limits/attempts.ts'
import { beginFlow, type Going } from './flow.ts'
import { markOf } from './own-identities.ts'

/** The providers that people can sign in with. */
export const listProviders = ({ providers }: Deps): ListedProvider[] =>
  providers.list().map(({ id, label, preset }) => ({ id, label, mark: markOf(preset) }))

/**
 * Begins a sign-in or a sign-up with a provider, in the browser that asks.
 * @throws {ApiError} not_found for a provider that is not there, or is disabled; cross_origin; provider_unavailable; rate_limited
 */
export async function askToSignIn(
  deps: Deps,
  context: VisitorContext,
  { provider: id, return: path = '/', remember, delivery }: Input<typeof contract.signInWith>,
): Promise<Going> {
  const provider = deps.providers.find(id)
  if (!provider) throw new ApiError('not_found')
  // No address of an API client is known here, so none may be sent a code.
  if (delivery === 'bearer') throw invalidRequest({ redirect: 'notValid' })
  const { browser } = context
  // Otherwise another site could sign a person in as somebody else (login CSRF).
  if (!browser) throw new ApiError('cross_origin')
  await countAttempt(deps, context, { 'ways to providers from a network': context.ip ?? '' })
  return beginFlow(deps, provider, { browser, intent: { kind: 'sign_in', return: path, remember } })
}

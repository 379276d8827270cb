import type * as contract from '@latchkey/contracts/auth/identities'
import type { ListedProvider } from '@latchkey/contracts/auth/listed-providers'
import type { Input } from '@latchkey/contracts/endpoint'
import { pages } from '@latchkey/contracts/pages'
import type { Deps } from '../../deps.ts'
import type { VisitorContext } from '../../platform/context.ts'
import { ApiError, invalidRequest } from '../../platform/errors.ts'
import { countAttempt } from '../limits/attempts.ts'
import { beginFlow, type Going } from './flow.ts'
import { beginHandOver } from './hand-over.ts'
import { presentProvider } from './own-identities.ts'
import { ProviderError } from './providers/providers.ts'

/** The providers that people can sign in with. */
export const listProviders = ({ providers }: Deps): ListedProvider[] => providers.list().map(presentProvider)

/**
 * Begins a sign-in or a sign-up with a provider, in the browser that asks.
 * @throws {ApiError} not_found for a provider that is not there, or is disabled; cross_origin; provider_unavailable; rate_limited
 */
export async function askToSignIn(
  deps: Deps,
  context: VisitorContext,
  { provider: id, return: path = '/', remember, choose, ...app }: Input<typeof contract.signInWith>,
): Promise<Going> {
  const provider = deps.providers.find(id)
  if (!provider) throw new ApiError('not_found')
  const { delivery, redirect, codeChallenge } = app
  const isForApp = redirect !== undefined && codeChallenge !== undefined
  if (isForApp !== (delivery === 'bearer')) throw invalidRequest({ redirect: 'notValid' })
  if (isForApp) return beginHandOver(deps, context, { provider, redirect, codeChallenge })
  const { browser } = context
  // Otherwise another site could sign a person in as somebody else (login CSRF).
  if (!browser) throw new ApiError('cross_origin')
  await countAttempt(deps, context, { 'ways to providers from a network': context.ip ?? '' })
  const prompt = choose ? ({ prompt: 'select_account' } as const) : {}
  return beginFlow(deps, provider, { browser, intent: { kind: 'sign_in', return: path, remember }, ...prompt })
}

/**
 * Where a person can sign out at a provider too. It leads back to our sign-in page. Null if it has no such page, or does not answer: our
 * own session has ended already.
 * @throws {ApiError} not_found; rate_limited
 */
export async function findSignOutPage(
  deps: Deps,
  context: VisitorContext,
  { provider: id }: Input<typeof contract.signOutWith>,
): Promise<string | null> {
  const provider = deps.providers.find(id)
  if (!provider) throw new ApiError('not_found')
  await countAttempt(deps, context, { 'ways to providers from a network': context.ip ?? '' })
  const page = await provider.signOutUrl(new URL(pages.login, deps.settings.appUrl).href).catch(error => {
    if (error instanceof ProviderError) return null
    throw error
  })
  return page?.href ?? null
}

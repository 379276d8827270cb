import type { backChannelLogout } from '@latchkey/contracts/auth/identities'
import type { Input } from '@latchkey/contracts/endpoint'
import type { Deps } from '../../../deps.ts'
import type { RequestContext } from '../../../platform/context.ts'
import { ApiError, invalidRequest } from '../../../platform/errors.ts'
import { changeAccount, type LockedAccount } from '../../account/change-account.ts'
import { record } from '../../audit-log/service.ts'
import { voidChallenges } from '../../challenges/service.ts'
import { type Begun, endSessionsBegunBy, findOwnersOfSessions } from '../../sessions/begun-elsewhere.ts'
import { findIdentity } from '../identity.ts'
import { type LogoutRequest, ProviderError } from '../providers/providers.ts'

/** Two clocks may differ by this much. Short, since a token that is sent again in this time ends what began since. */
const leewayMs = 10_000

/**
 * Ends the sessions that a logout token means. With a session of the provider (`sid`), those that it began. Otherwise all that the
 * identity began until a moment after the token was made, so a token that is sent again ends nothing later. Returns how many were live.
 * @throws {ApiError} not_found without such a provider; invalid_request for a token that does not hold; provider_unavailable, if the
 *   keys to check it cannot be fetched: the provider tries again
 */
export async function endByProvider(
  deps: Deps,
  context: RequestContext,
  { provider: id, logout_token: token }: Input<typeof backChannelLogout>,
): Promise<number> {
  const provider = deps.providers.find(id)
  if (!provider) throw new ApiError('not_found')
  const meant = begunOf(await provider.readLogoutToken(token).catch(refuse))
  // The request is the provider's: its address says nothing about the person.
  const nowhere = { ...context, ip: null, userAgent: null }
  let ended = 0
  for (const userId of await findOwners(deps, meant))
    ended += (await changeAccount(deps, nowhere, userId, account => end(account, meant))) ?? 0
  return ended
}

/** Also the person whose sign-in still waits for a second factor, and who has no session yet. */
async function findOwners(deps: Deps, meant: Begun): Promise<Set<string>> {
  const { issuer, subject } = meant
  const identity = subject === null ? null : await findIdentity(deps, { issuer, subject })
  return new Set([...(await findOwnersOfSessions(deps, meant)), ...(identity ? [identity.userId] : [])])
}

function refuse(error: unknown): never {
  if (!(error instanceof ProviderError)) throw error
  if (error.kind === 'down') throw new ApiError('provider_unavailable', { retryAfterSeconds: 1 })
  throw invalidRequest({ logout_token: ['notValid'] })
}

const begunOf = ({ issuer, subject, providerSession, issuedAt }: LogoutRequest): Begun => ({
  ...{ issuer, subject, providerSession },
  until: new Date(issuedAt.getTime() + leewayMs),
})

async function end(account: LockedAccount, meant: Begun): Promise<number> {
  const ended = await endSessionsBegunBy(account, meant, 'signed_out_by_provider')
  await record(account, ...ended.map(sessionId => ({ kind: 'signed_out_by_provider' as const, sessionId })))
  // A sign-in that only lacks the second factor would begin a session again. A token that is sent again ends no later one.
  await voidChallenges(account, ['sign_in'], { openedBy: meant.until })
  return ended.length
}

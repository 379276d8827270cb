import type * as contract from '@latchkey/contracts/auth/identities'
import type { Identity as ListedIdentity } from '@latchkey/contracts/auth/linked-identities'
import { type ListedProvider, providerMarks } from '@latchkey/contracts/auth/listed-providers'
import type { Input } from '@latchkey/contracts/endpoint'
import type { Identity, User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import type { BrowserTokens, SessionContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { changeOwnAccount } from '../account/own-account.ts'
import { record } from '../audit-log/service.ts'
import { countAttempt } from '../limits/attempts.ts'
import { notify } from '../notices/service.ts'
import { hasPasskeyAlone } from '../passkeys/service.ts'
import { hasPassword } from '../passwords/service.ts'
import { requireConfirmed, requireSession } from '../sessions/confirmation.ts'
import { endSessionsOfIdentity } from '../sessions/lifecycle.ts'
import { beginFlow, type Going } from './flow.ts'
import { labelOf, linkIdentity } from './identity.ts'
import { identityNotices } from './letters.ts'
import type { ProvenIdentity, Provider } from './providers/providers.ts'
import { Refused } from './refused.ts'
import * as store from './store.ts'
import { hasUsableIdentity, isUsable } from './usable.ts'

const mostIdentities = 10

/** A provider as its buttons show it. */
export const presentProvider = ({ id, label, preset }: Provider): ListedProvider => ({
  id,
  label,
  mark: markOf(preset),
})

/** The mark beside the name of this provider. */
const markOf = (preset: string): string => providerMarks.find(mark => mark === preset) ?? 'other'

/** The accounts at providers that sign the person in. */
export const listIdentities = (deps: Deps, { user }: SessionContext): Promise<ListedIdentity[]> =>
  listIdentitiesOf(deps, user)

/** The accounts at providers that sign this person in, for an admin too. */
export const listIdentitiesOf = async (deps: Deps, { id }: Pick<User, 'id'>): Promise<ListedIdentity[]> =>
  (await store.list(deps.db, id)).map(identity => presentIdentity(deps, identity))

/** An identity as the API shows it to its person and to admins. */
const presentIdentity = (deps: Deps, identity: Identity): ListedIdentity => ({
  id: identity.id,
  provider: identity.provider,
  label: labelOf(deps, identity.provider),
  mark: markOf(deps.settings.providers.find(({ id }) => id === identity.provider)?.preset ?? ''),
  email: identity.email,
  createdAt: identity.createdAt.toISOString(),
  lastUsedAt: identity.lastUsedAt?.toISOString() ?? null,
  usable: isUsable(deps, identity),
})

/**
 * Begins to link an account at a provider. `browser`: the one that asks; the provider sends it back.
 * @throws {ApiError} confirmation_required; too_many_factors; not_found for a provider that is not there; cross_origin for an API
 *   client, which no provider can send back; provider_unavailable; rate_limited; session_ended
 */
export async function askToLink(
  deps: Deps,
  context: SessionContext,
  { id, return: path = '/' }: Input<typeof contract.linkIdentity>,
  browser: BrowserTokens,
): Promise<Going> {
  if (context.session.delivery !== 'cookie') throw new ApiError('cross_origin')
  const provider = deps.providers.find(id)
  if (!provider) throw new ApiError('not_found')
  await changeOwnAccount(deps, context, async account => {
    await requireConfirmed(account)
    if ((await store.count(account.tx, account.user.id)) >= mostIdentities) throw new ApiError('too_many_factors')
  })
  await countAttempt(deps, context, { 'ways to providers of a person': context.user.id })
  const intent = { kind: 'link', return: path, userId: context.user.id, sessionId: context.session.id } as const
  // Otherwise the provider would take the account that happens to be signed in there, which may be another person's.
  return beginFlow(deps, provider, { browser, intent, prompt: 'select_account' })
}

/**
 * Links what a provider proved to the account of this session, which was confirmed when the way began. No other session ends: the new
 * way takes nothing from anybody, and the mail about it has a button that ends them all.
 * @throws {Refused} taken, if another account has it; refused, beyond the limit; {ApiError} session_ended
 */
export const linkProven = (deps: Deps, context: SessionContext, proven: ProvenIdentity): Promise<void> =>
  changeOwnAccount(deps, context, async account => {
    await requireSession(account)
    // Looked at when it began too. Several may have begun at once.
    const isFull = (await store.count(account.tx, account.user.id)) >= mostIdentities
    if (!isFull && (await linkIdentity(account, proven))) return null
    await record(account, 'identity_refused')
    return isFull ? ('refused' as const) : ('taken' as const)
  }).then(problem => {
    if (problem) throw new Refused(problem)
  })

/**
 * Unlinks an account at a provider. The sessions that it began end, but for this one, whose person has just confirmed it.
 * @throws {ApiError} confirmation_required; last_factor, if the person could no longer sign in; not_found, also for another person's;
 *   session_ended
 */
export const unlinkIdentity = (
  deps: Deps,
  context: SessionContext,
  { id }: Input<typeof contract.unlinkIdentity>,
): Promise<void> =>
  changeOwnAccount(deps, context, async account => {
    const { tx, user } = account
    const session = await requireConfirmed(account)
    // First, while the rows of its sessions still name it.
    await endSessionsOfIdentity(account, { identityId: id, except: session.id }, 'identity_removed')
    const removed = await store.remove(tx, user.id, id)
    if (!removed) throw new ApiError('not_found')
    const isLast =
      !(await hasPassword(account)) && !(await hasPasskeyAlone(account)) && !(await hasUsableIdentity(account))
    if (isLast) throw new ApiError('last_factor')
    await record(account, 'identity_removed')
    await notify(account, identityNotices.removed, { detail: labelOf(deps, removed.provider) })
  })

/**
 * Unlinks what was linked at or after `since`, after "this wasn't me". `used`: also what signed in since then, since the account elsewhere
 * may be in a thief's hands. All sessions have ended. A person who has no other way in then gets a link for a password, at the mailbox
 * whose mail it was.
 */
export async function takeBackIdentities(
  account: LockedAccount,
  which: { readonly since: Date; readonly used: boolean },
): Promise<void> {
  const count = await store.removeSince(account.tx, account.user.id, which)
  if (count > 0) await record(account, 'identity_removed')
}

import type { Identity } from '@latchkey/database/models'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import { ApiError } from '../../platform/errors.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { record } from '../audit-log/service.ts'
import { Method } from '../factors/assurance.ts'
import { notify } from '../notices/service.ts'
import { identityNotices } from './letters.ts'
import type { ProvenIdentity } from './providers/providers.ts'
import * as store from './store.ts'

/** An account at a provider that proved a person, on its way through the gate. An unfinished sign-in keeps it. */
export const ArrivingIdentity = z.object({
  /** The id of the identity that signs in. Null: no account here has it yet, and it is linked once the gate is passed. */
  id: z.nullable(z.uuid()),
  provider: z.string(),
  issuer: z.string(),
  subject: z.string(),
  email: z.nullable(z.string()),
  providerSession: z.nullable(z.string()),
  /** What the provider proved. */
  methods: z.array(Method),
})
export type ArrivingIdentity = z.output<typeof ArrivingIdentity>

/**
 * A known identity. What its provider says of further factors counts if it was linked since the person has a second factor, which then
 * proved the link. A thief may have linked an earlier one by the password alone. The account is locked, so no factor is added meanwhile.
 */
export const knownIdentity = (
  { user: { secondFactorSince: since } }: LockedAccount,
  proven: ProvenIdentity,
  { id, createdAt }: Pick<Identity, 'id' | 'createdAt'>,
): ArrivingIdentity => arriving(proven, id, since === null || createdAt >= since ? proven.methods : ['fed'])

/** An identity that no account has. What its provider says of further factors proves nothing about an account here. */
export const newIdentity = (proven: ProvenIdentity): ArrivingIdentity => arriving(proven, null, ['fed'])

const arriving = (
  { provider, issuer, subject, email, providerSession }: ProvenIdentity,
  id: string | null,
  methods: readonly Method[],
): ArrivingIdentity => ({ id, provider, issuer, subject, email, providerSession, methods: [...methods] })

/** The identity with this issuer and subject, and its person. */
export const findIdentity = (deps: Deps, subject: store.Subject) => store.find(deps.db, subject)

/**
 * Uses an identity for a session that begins now, and links it if it is new. Only the gate calls it, once nothing more has to be
 * proven. Returns what the session remembers of it.
 * @throws {ApiError} invalid_challenge if it was unlinked, or linked to another account, or if its provider was disabled, since the
 *   person came back from there
 */
export async function useIdentity(
  account: LockedAccount,
  identity: ArrivingIdentity,
): Promise<{ identityId: string; providerSession: string | null }> {
  const { deps, tx, user, now } = account
  if (!deps.providers.find(identity.provider)) throw new ApiError('invalid_challenge')
  const { id, provider, email, providerSession } = identity
  // Not by issuer and subject: one that was unlinked in the meantime must not be linked again by this.
  if (id !== null && (await store.noteUse(tx, { id, userId: user.id, provider, email }, now)))
    return { identityId: id, providerSession }
  const linked = id === null ? await linkIdentity(account, identity) : null
  if (!linked) throw new ApiError('invalid_challenge')
  return { identityId: linked.id, providerSession }
}

/**
 * Links an identity to the account, records it and tells the person, also one who has just signed up with it: nothing else was mailed to
 * that address. Linking it again only notes the use. Null if another account has it.
 */
export async function linkIdentity(
  account: LockedAccount,
  { provider, issuer, subject, email }: Pick<ArrivingIdentity, 'provider' | 'issuer' | 'subject' | 'email'>,
): Promise<Identity | null> {
  const { deps, tx, user, now } = account
  const isAdded = await store.insertOnce(tx, { userId: user.id, provider, issuer, subject, email }, now)
  const identity = await store.find(tx, { issuer, subject })
  if (identity?.userId !== user.id) return null
  if (!isAdded) {
    await store.noteUse(tx, { id: identity.id, userId: user.id, provider, email }, now)
    return identity
  }
  await record(account, 'identity_added')
  await notify(account, identityNotices.added, { detail: labelOf(deps, provider) })
  return identity
}

/** What the settings call a provider, or called it: a removed one has its name left. */
export const labelOf = ({ providers, settings }: Pick<Deps, 'providers' | 'settings'>, id: string): string =>
  providers.find(id)?.label ?? settings.providers.find(each => each.id === id)?.label ?? id

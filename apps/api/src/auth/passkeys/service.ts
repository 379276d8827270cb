import type * as contract from '@latchkey/contracts/auth/factors'
import type { Assertion, RequestOptions } from '@latchkey/contracts/auth/webauthn'
import type { Database, Transaction } from '@latchkey/database/client'
import type { Challenge, Passkey } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { ApiError } from '../../platform/errors.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { record } from '../audit-log/service.ts'
import { isStillOpen } from '../challenges/service.ts'
import type { Method } from '../factors/assurance.ts'
import { factorNotices } from '../factors/letters.ts'
import { notify } from '../notices/service.ts'
import { type VerifiedAssertion, verifyAssertion } from './ceremonies.ts'
import { isChallengeOf } from './challenge-bytes.ts'
import { proofOptions } from './options.ts'
import * as store from './store.ts'

/** The passkey with this credential id, if it was made for this site. */
export const findPasskey = (deps: Deps, credentialId: string): Promise<Passkey | null> =>
  store.findByCredential(deps.db, credentialOf(deps, credentialId))

const credentialOf = ({ settings }: Deps, id: string) => ({
  credentialId: Buffer.from(id, 'base64url'),
  rpId: settings.passkeys.rpId,
})

/**
 * Notes the use of a passkey that was verified. A counter that went back is a sign of a copy: it is recorded, and
 * mailed: the owner may be the one who is refused. A passkey that its provider copies anyway may do so. Any other is refused then (WebAuthn level 3, section 6.1.1). Null also if the person has removed it
 * in the meantime.
 * @throws {ApiError} invalid_challenge, if the same answer was used a moment ago
 */
export async function usePasskey(
  account: LockedAccount,
  { passkey, counter, isSynced, userVerified, isDiscoverable }: VerifiedAssertion,
  challenge: Pick<Challenge, 'id' | 'purpose'>,
): Promise<readonly Method[] | null> {
  const { tx, user, now } = account
  const use = { id: passkey.id, userId: user.id, counter, isSynced, userVerified, isDiscoverable }
  if (!(await store.moveCounter(tx, use, now))) {
    if (!(await store.exists(tx, use))) return null
    // The same answer sent twice has the same counter. The first one closed the challenge.
    if (!(await isStillOpen(account, challenge))) throw new ApiError('invalid_challenge')
    await record(account, 'passkey_cloned')
    await notify(account, factorNotices.cloned, { detail: passkey.name })
    if (!passkey.isSyncable) return null
    await store.noteUncounted(tx, use, now)
  }
  return methodsProvenBy({ isSyncable: passkey.isSyncable, userVerified })
}

/** What a passkey proves. Its provider may copy one that is syncable at any time. */
export const methodsProvenBy = ({
  isSyncable,
  userVerified,
}: Pick<Passkey, 'isSyncable' | 'userVerified'>): Method[] => [
  isSyncable ? 'swk' : 'hwk',
  ...(userVerified ? (['user'] as const) : []),
]

/**
 * Verifies a passkey of the account's person, as an answer to a challenge, and notes the use. `isAlone`: nothing else was proven, so the
 * passkey has to check the person. Returns what it proves; null if it is wrong.
 */
export async function verifyPasskey(
  account: LockedAccount,
  credential: Assertion,
  { challenge, isAlone }: { challenge: Pick<Challenge, 'id' | 'purpose'>; isAlone: boolean },
): Promise<readonly Method[] | null> {
  const { deps, tx, user } = account
  const passkey = await store.findByCredential(tx, { ...credentialOf(deps, credential.id), userId: user.id })
  if (!passkey) return null
  const expected = { isOurs: isChallengeOf(deps, challenge.id), passkey, mustVerifyUser: isAlone, mustNameUser: false }
  const verified = await verifyAssertion(deps.settings.passkeys, credential, expected)
  return verified && usePasskey(account, verified, challenge)
}

/** The options with which a person proves one of their passkeys. Null if they have none for this site. */
export async function findProofOptions(
  deps: Deps,
  db: Database | Transaction,
  { userId, challengeId }: { userId: string; challengeId: string },
): Promise<RequestOptions | null> {
  const passkeys = await store.list(db, { userId, rpId: deps.settings.passkeys.rpId })
  return passkeys.length > 0 ? proofOptions(deps, challengeId, passkeys) : null
}

/** Whether the person can prove a passkey here. One that was made for another site (`RP_ID`) cannot be proven. */
export const hasPasskey = async ({ deps, tx, user }: LockedAccount): Promise<boolean> =>
  (await store.list(tx, { userId: user.id, rpId: deps.settings.passkeys.rpId })).length > 0

/** Whether the person has any passkey, also one of another site. */
export const keepsPasskey = async ({ tx, user }: LockedAccount): Promise<boolean> =>
  (await store.count(tx, user.id)) > 0

/** When each passkey was added that the person can prove here. */
export const listPasskeyTimes = async ({ deps, tx, user }: LockedAccount): Promise<Date[]> =>
  (await store.list(tx, { userId: user.id, rpId: deps.settings.passkeys.rpId })).map(({ createdAt }) => createdAt)

/**
 * Whether a passkey surely signs in alone, here. A security key that only notices a touch does not, nor a passkey of another site
 * (`RP_ID`), nor one that has to be named: the browser would not find it. Where that is not known, it has to sign in alone once.
 */
const signsInAlone = ({ settings }: Deps, { rpId, userVerified, isDiscoverable }: Passkey): boolean =>
  rpId === settings.passkeys.rpId && userVerified && isDiscoverable

/** Whether the person can surely sign in with a passkey alone. */
export const hasPasskeyAlone = async ({ deps, tx, user }: LockedAccount): Promise<boolean> =>
  (await store.list(tx, { userId: user.id })).some(passkey => signsInAlone(deps, passkey))

export const findPasskeys = async (
  deps: Deps,
  db: Database | Transaction,
  userId: string,
): Promise<contract.Passkey[]> => (await store.list(db, { userId })).map(passkey => presentPasskey(deps, passkey))

export const presentPasskey = (deps: Deps, passkey: Passkey): contract.Passkey => ({
  id: passkey.id,
  name: passkey.name,
  synced: passkey.isSynced,
  signsInAlone: signsInAlone(deps, passkey),
  createdAt: passkey.createdAt.toISOString(),
  lastUsedAt: passkey.lastUsedAt?.toISOString() ?? null,
})

/** Renames one of the person's passkeys. False if there is none with this id. */
export const renamePasskey = ({ tx, user }: LockedAccount, id: string, name: string): Promise<boolean> =>
  store.rename(tx, user.id, id, name)

/** Removes one of the person's passkeys. False if there is none with this id. */
export const removePasskey = ({ tx, user }: LockedAccount, id: string): Promise<boolean> =>
  store.remove(tx, user.id, id)

export const removePasskeysSince = ({ tx, user }: LockedAccount, since: Date): Promise<number> =>
  store.removeSince(tx, user.id, since)

import type * as factors from '@latchkey/contracts/auth/factors'
import type * as contract from '@latchkey/contracts/auth/passkeys'
import type { CreationOptions } from '@latchkey/contracts/auth/webauthn'
import type { Input } from '@latchkey/contracts/endpoint'
import { apiWords } from '@latchkey/contracts/words/api'
import { isUniqueViolation } from '@latchkey/database/errors'
import type { Challenge } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import type { SessionContext } from '../../platform/context.ts'
import { newId } from '../../platform/crypto/id.ts'
import { ApiError } from '../../platform/errors.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { changeOwnAccount } from '../account/own-account.ts'
import { closeChallenge, findChallenge, openChallenge } from '../challenges/service.ts'
import { countFactorAttempt, ofSession } from '../factors/attempt.ts'
import { type AddedFactor, addFactor } from '../factors/changes.ts'
import { countAction } from '../limits/attempts.ts'
import { requireConfirmed } from '../sessions/confirmation.ts'
import { type VerifiedRegistration, verifyRegistration } from './ceremonies.ts'
import { isChallengeOf } from './challenge-bytes.ts'
import { modelOf } from './models.ts'
import { creationOptions } from './options.ts'
import { methodsProvenBy, presentPasskey } from './service.ts'
import * as store from './store.ts'

const mostPasskeys = 10
/** As long as the confirmation that it needs. */
const lifetimeMs = 10 * 60_000

/**
 * Opens the registration of a passkey, for this session.
 * @throws {ApiError} confirmation_required; too_many_factors; rate_limited; session_ended
 */
export const newPasskeyOptions = (
  deps: Deps,
  context: SessionContext,
): Promise<{ challenge: string; options: CreationOptions }> =>
  changeOwnAccount(deps, context, async account => {
    await requireConfirmed(account)
    await requireRoom(account)
    const { tx, user } = account
    await countAction(account, { 'options for a passkey': context.session.id })
    const payload = { sessionId: context.session.id }
    const { id, secret } = await openChallenge(account, 'add_passkey', { address: user.email, lifetimeMs, payload })
    const passkeys = await store.list(tx, { userId: user.id, rpId: deps.settings.passkeys.rpId })
    return { challenge: secret, options: creationOptions(deps, id, { user, passkeys }) }
  })

async function requireRoom({ tx, user }: LockedAccount): Promise<void> {
  if ((await store.count(tx, user.id)) >= mostPasskeys) throw new ApiError('too_many_factors')
}

export interface AddedPasskey extends AddedFactor {
  readonly passkey: factors.Passkey
}

/**
 * Adds a passkey that answers to the options of this session.
 * @throws {ApiError} invalid_factor, also if an account has it already; invalid_challenge; too_many_factors; confirmation_required;
 *   rate_limited; session_ended
 */
export async function addPasskey(
  deps: Deps,
  context: SessionContext,
  { challenge: secret, name, credential }: Input<typeof contract.addPasskey>,
): Promise<AddedPasskey> {
  const challenge = await requireOwnChallenge(deps, context, secret)
  const attempt = await countFactorAttempt(deps, context, await ofSession(deps, context), 'new')
  const made = await verifyRegistration(deps.settings.passkeys, credential, {
    isOurs: isChallengeOf(deps, challenge.id),
  })
  const added = made && (await insertOnce(deps, context, { challenge, name, made }))
  if (!added) throw await attempt.failed()
  await attempt.succeeded()
  return added
}

/** Null if an account has this passkey already. */
const insertOnce = (
  deps: Deps,
  context: SessionContext,
  { challenge, name, made }: { challenge: Challenge; name: string | undefined; made: VerifiedRegistration },
): Promise<AddedPasskey | null> =>
  changeOwnAccount(deps, context, async account => {
    await requireConfirmed(account)
    if (!(await closeChallenge(account, challenge))) throw new ApiError('invalid_challenge')
    await requireRoom(account)
    const { tx, user, now } = account
    const called = name ?? modelOf(made.aaguid) ?? apiWords[context.language].factorNames.passkey
    const passkey = await store.insert(tx, { ...made, id: newId(now), userId: user.id, name: called, createdAt: now })
    const methods = methodsProvenBy(made)
    const added = await addFactor(account, { event: 'passkey_added', methods, name: called })
    return { ...added, passkey: presentPasskey(deps, { ...passkey, lastUsedAt: null }) }
  }).catch(error => {
    if (isUniqueViolation(error)) return null
    throw error
  })

/** The challenge that this session asked for. */
async function requireOwnChallenge(deps: Deps, { user, session }: SessionContext, secret: string): Promise<Challenge> {
  const challenge = await findChallenge(deps, 'add_passkey', secret)
  const { sessionId } = (challenge?.payload ?? {}) as { sessionId?: unknown }
  if (!challenge || challenge.userId !== user.id || sessionId !== session.id) throw new ApiError('invalid_challenge')
  return challenge
}

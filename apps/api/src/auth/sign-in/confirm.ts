import type * as contract from '@latchkey/contracts/auth/confirmation'
import type { Answer, Input } from '@latchkey/contracts/endpoint'
import type { Challenge } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import type { SessionContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { changeAccount, type LockedAccount } from '../account/change-account.ts'
import { changeOwnAccount } from '../account/own-account.ts'
import { findUserById } from '../account/users.ts'
import { record, recordOutside } from '../audit-log/service.ts'
import { closeChallenge, findChallenge, openChallenge } from '../challenges/service.ts'
import { countFactorAttempt, ofSession } from '../factors/attempt.ts'
import { methodsOf } from '../factors/kinds.ts'
import { listConfirmingProviders } from '../identities/confirm-with.ts'
import { countAction, isActionAllowed } from '../limits/attempts.ts'
import { cancelReset } from '../lost-factors/requests.ts'
import { findProofOptions } from '../passkeys/service.ts'
import { claimantOf, countPasswordAttempt } from '../passwords/attempt.ts'
import { hasPassword } from '../passwords/service.ts'
import { stillHolds, verifyPassword } from '../passwords/verify.ts'
import { confirmSession, type RotatedTokens, requireSession } from '../sessions/confirmation.ts'
import { type Proof, verifyFactor } from './verify-factor.ts'

type Confirmed = RotatedTokens & { confirmedUntil: Date }
type Options = Extract<Answer<typeof contract.confirmOptions>, { status: 200 }>['data']

/**
 * What the person can confirm this session with. A person with a second factor proves that: a password alone would be weaker. Nothing,
 * for a person who lost every factor and has no password: a mailed link gives them one.
 */
export const findConfirmOptions = (deps: Deps, context: SessionContext): Promise<Options> =>
  changeOwnAccount(deps, context, async account => {
    await requireSession(account)
    if (!account.user.secondFactorSince) {
      const providers = await listConfirmingProviders(account)
      return { methods: (await hasPassword(account)) ? ['password'] : [], passkey: null, providers }
    }
    const methods = await methodsOf(account)
    const passkey = methods.includes('passkey') ? await openConfirmation(account) : null
    return { methods, passkey, providers: [] }
  })

/** As long as a page may wait for a finger or a key. */
const confirmationMs = 10 * 60_000

/** Null also after too many of them in this session: asking that often must not keep its person from the other ways. */
async function openConfirmation(account: LockedAccount<SessionContext>): Promise<Options['passkey']> {
  const { deps, tx, user, context } = account
  if (!(await isActionAllowed(account, { 'options for a passkey': context.session.id }))) return null
  const payload = { sessionId: context.session.id }
  const opened = await openChallenge(account, 'confirm', { address: user.email, lifetimeMs: confirmationMs, payload })
  const options = await findProofOptions(deps, tx, { userId: user.id, challengeId: opened.id })
  return options && { challenge: opened.secret, options }
}

/**
 * Confirms a session. For ten minutes it may do sensitive things, with new tokens. A person with a second factor has to prove it.
 * @throws {ApiError} invalid_credentials, the same for a wrong password, a missing one, and a disabled or deleted account;
 *   invalid_factor, also for a password where a second factor is needed; invalid_challenge; rate_limited; unavailable; session_ended or
 *   invalid_token if the session ended or its token changed meanwhile
 */
export const confirm = (
  deps: Deps,
  context: SessionContext,
  { password, method, code, credential, challenge }: Input<typeof contract.confirm>,
): Promise<Confirmed> =>
  method === undefined
    ? confirmByPassword(deps, context, password ?? '')
    : confirmByFactor(deps, context, { method, code, credential }, challenge)

async function confirmByPassword(deps: Deps, context: SessionContext, password: string): Promise<Confirmed> {
  // Before the password is verified: the answer must not tell a thief whether it is right.
  if ((await findUserById(deps, context.user.id))?.secondFactorSince) throw new ApiError('invalid_factor')
  const claimant = await claimantOf(deps, context)
  const attempt = await countPasswordAttempt(deps, context, claimant)
  const proof = await verifyPassword(deps, context, claimant, password)
  const confirmed =
    proof &&
    (await changeAccount(deps, context, context.user.id, async account => {
      if (!(await stillHolds(account, proof))) return null
      await countAction(account, { 'confirmation of a person': account.user.id })
      await record(account, 'confirmed')
      return confirmSession(account, ['pwd'])
    }))
  if (!confirmed) {
    const refusal = await attempt.failed({ password: ['passwordWrong'] })
    await recordOutside(deps, context, 'confirm_failed')
    throw refusal
  }
  await attempt.succeeded()
  return confirmed
}

async function confirmByFactor(
  deps: Deps,
  context: SessionContext,
  proof: Proof,
  secret: string | undefined,
): Promise<Confirmed> {
  const challenge = proof.method === 'passkey' ? await requireOwnChallenge(deps, context, secret ?? '') : null
  const attempt = await countFactorAttempt(deps, context, await ofSession(deps, context), proof.method)
  const confirmed = await changeOwnAccount(deps, context, async account => {
    const proven = await verifyFactor(account, proof, { challenge, proven: context.methods })
    if (!proven) return null
    if (challenge && !(await closeChallenge(account, challenge))) throw new ApiError('invalid_challenge')
    await countAction(account, { 'confirmation of a person': account.user.id })
    await record(account, 'confirmed')
    // They still have a factor, so they have not lost every one.
    await cancelReset(account)
    return confirmSession(account, proven)
  })
  if (!confirmed) throw await attempt.failed()
  await attempt.succeeded()
  return confirmed
}

/** The challenge that this session asked for. */
async function requireOwnChallenge(deps: Deps, { user, session }: SessionContext, secret: string): Promise<Challenge> {
  const challenge = await findChallenge(deps, 'confirm', secret)
  const { sessionId } = (challenge?.payload ?? {}) as { sessionId?: unknown }
  if (!challenge || challenge.userId !== user.id || sessionId !== session.id) throw new ApiError('invalid_challenge')
  return challenge
}

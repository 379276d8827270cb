import type * as contract from '@latchkey/contracts/auth/passkeys'
import type { Input } from '@latchkey/contracts/endpoint'
import type { Session } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import type { SessionContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { changeOwnAccount } from '../account/own-account.ts'
import { hasUsableIdentity } from '../identities/usable.ts'
import { countAction } from '../limits/attempts.ts'
import { dropPassword, replacePassword } from '../passwords/replace-password.ts'
import { hashNewPassword, hasPassword } from '../passwords/service.ts'
import { hasRecoveryCodes } from '../recovery-codes/service.ts'
import { type RotatedTokens, requireConfirmed, rotateTokens } from '../sessions/confirmation.ts'
import { hasPasskeyAlone } from './service.ts'

/**
 * Removes the password of a person who signs in with a passkey, or with an account at a provider. This session must have used it, so it
 * surely works: a passkey that checks the person for the last confirmation, an account at a provider for that or for the sign-in. What
 * the password gave ends, as when it is changed. Returns how many sessions ended.
 * @throws {ApiError} confirmation_required, also if the session has not used it; last_factor, without a passkey and recovery codes, and
 *   without an account at a provider; rate_limited; session_ended
 */
export const removePassword = (deps: Deps, context: SessionContext): Promise<number> =>
  changeOwnAccount(deps, context, async account => {
    const session = await requireConfirmed(account)
    const passkey = (await hasPasskeyAlone(account)) && (await hasRecoveryCodes(account))
    const identity = await hasUsableIdentity(account)
    if (!passkey && !identity) throw new ApiError('last_factor')
    const isSureToWork = (passkey && isByPasskey(session)) || (identity && isByIdentity(session))
    if (!isSureToWork) throw new ApiError('confirmation_required')
    if (!(await hasPassword(account))) return 0
    await countAction(account, { 'password change of a person': account.user.id })
    return dropPassword(account, { except: session })
  })

// Only a passkey proves this (RFC 8176).
const isByPasskey = ({ confirmedBy }: Session): boolean => confirmedBy.includes('user')

const isByIdentity = ({ confirmedBy, identityId }: Session): boolean =>
  confirmedBy.includes('fed') || identityId !== null

/**
 * Sets a password for a person who has none. Ends their other sessions, as a change does, and gives this one new tokens.
 * @throws {ApiError} invalid_credentials, if there is a password: then `changePassword` asks for it; invalid_request;
 *   confirmation_required; rate_limited; unavailable; session_ended
 */
export async function setPassword(
  deps: Deps,
  context: SessionContext,
  { newPassword }: Input<typeof contract.setPassword>,
): Promise<RotatedTokens & { revoked: number }> {
  // First, because hashing is work.
  const person = await changeOwnAccount(deps, context, async account => {
    await requireNone(account)
    return account.user
  })
  const hash = await hashNewPassword(deps, context, { password: newPassword, person, isKnown: true })
  return changeOwnAccount(deps, context, async account => {
    const session = await requireNone(account)
    await countAction(account, { 'password change of a person': account.user.id })
    const tokens = await rotateTokens(account)
    const revoked = await replacePassword(account, hash, { reason: 'password_changed', except: session })
    return { ...tokens, revoked }
  })
}

async function requireNone(account: LockedAccount<SessionContext>): Promise<Session> {
  const session = await requireConfirmed(account)
  if (await hasPassword(account)) throw new ApiError('invalid_credentials')
  return session
}

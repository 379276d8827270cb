import type * as contract from '@latchkey/contracts/auth/identities'
import type { Assertion, RequestOptions } from '@latchkey/contracts/auth/webauthn'
import type { Input } from '@latchkey/contracts/endpoint'
import { isUniqueViolation } from '@latchkey/database/errors'
import type { Deps } from '../../deps.ts'
import type { VisitorContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { changeAccount, createAccount, isActive, type LockedAccount } from '../account/change-account.ts'
import { findUser } from '../account/users.ts'
import { closeChallenge } from '../challenges/service.ts'
import { verifyLinkCode } from '../challenges/sign-in-codes.ts'
import { guessCounters } from '../email-codes/service.ts'
import type { Method } from '../factors/assurance.ts'
import { countAttempt } from '../limits/attempts.ts'
import { isDisputed } from '../lost-factors/requests.ts'
import { signInOptions } from '../passkeys/options.ts'
import { verifyPasskey } from '../passkeys/service.ts'
import { disputedPasskeyRefusal } from '../passkeys/sign-in.ts'
import { findKnownDevice, type KnownDevice } from '../sessions/devices.ts'
import type { FailedSignIns } from '../sign-in/failed-sign-ins.ts'
import { enter, type SignedIn } from '../sign-in/gate.ts'
import { provePassword } from '../sign-in/service.ts'
import type { Unfinished } from '../sign-in/unfinished.ts'
import { type OpenLink, requireLink } from './link-step.ts'
import { beginAccount } from './sign-in.ts'

/**
 * The options with which any passkey of this site can prove the account. They name none, so they tell nothing of it.
 * @throws {ApiError} invalid_challenge; rate_limited
 */
export async function findLinkOptions(
  deps: Deps,
  context: VisitorContext,
  { challenge: secret }: Input<typeof contract.linkOptions>,
): Promise<RequestOptions> {
  const { challenge } = await requireLink(deps, context, { secret, way: 'passkey' })
  await countAttempt(deps, context, { 'passkey options of a sign-in': challenge.id })
  return signInOptions(deps, challenge.id)
}

/**
 * Proves the account that has the address of an identity, links it, and signs in: by the same limits, and with the same answers, as a
 * sign-in with that proof. A person with a second factor proves it before anything is linked (`gate.ts`).
 * @throws {ApiError} invalid_credentials; invalid_code, the same for a wrong, late or used code and a disabled account; invalid_factor;
 *   invalid_challenge; rate_limited; unavailable
 */
export async function linkAtSignIn(
  deps: Deps,
  context: VisitorContext,
  { challenge: secret, password, code, credential }: Input<typeof contract.linkAtSignIn>,
  failed: FailedSignIns,
): Promise<SignedIn | Unfinished> {
  if (password !== undefined) return proveByPassword(deps, context, { secret, password }, failed)
  if (code !== undefined) return proveByCode(deps, context, { secret, code }, failed)
  if (credential !== undefined) return proveByPasskey(deps, context, { secret, credential })
  throw new ApiError('invalid_challenge')
}

async function proveByPassword(
  deps: Deps,
  context: VisitorContext,
  { secret, password }: { secret: string; password: string },
  failed: FailedSignIns,
): Promise<SignedIn | Unfinished> {
  const link = await requireLink(deps, context, { secret, way: 'password' })
  const given = { email: link.address, password, browser: context.browser }
  return provePassword(deps, context, given, (account, seen) =>
    enterWith(account, { link, seen, methods: ['pwd'] }),
  ).catch(error => {
    if (error.code === 'invalid_credentials') failed.note(link.address, context)
    throw error
  })
}

async function proveByCode(
  deps: Deps,
  context: VisitorContext,
  { secret, code }: { secret: string; code: string },
  failed: FailedSignIns,
): Promise<SignedIn | Unfinished> {
  const link = await requireLink(deps, context, { secret, way: 'code' })
  const seen = await findKnownDevice(deps, link.address, context.browser?.device)
  const attempt = await countAttempt(deps, context, guessCounters(context, link.address, seen))
  const isRight = await verifyLinkCode(deps, link.challenge, code)
  const once = () => enterProvenAddress(deps, context, { link, seen })
  const entered =
    isRight &&
    (await once().catch(error => {
      // Another sign-up made the account between our read and our write. The second read sees it.
      if (isUniqueViolation(error)) return once()
      throw error
    }))
  if (!entered) {
    failed.note(link.address, context)
    throw new ApiError('invalid_code')
  }
  await attempt.succeeded()
  return entered
}

/** Enters the account of an address that a code just proved, or creates it. Null for a disabled or deleted one. */
async function enterProvenAddress(
  deps: Deps,
  context: VisitorContext,
  { link, seen }: { link: OpenLink; seen: KnownDevice | null },
): Promise<SignedIn | Unfinished | null> {
  const { address: email, name } = link
  const owner = await findUser(deps, email)
  if (!owner)
    return createAccount(deps, context, { email, name }, async account => {
      await beginAccount(account)
      return enterWith(account, { link, seen, methods: ['email'] })
    })
  return changeAccount(deps, context, owner.id, async account =>
    isStillOwner(account, link) ? enterWith(account, { link, seen, methods: ['email'] }) : null,
  )
}

/** The mailbox or the passkey proves the account that has the address now. After a change of address it is another one. */
const isStillOwner = ({ user }: LockedAccount, { address }: OpenLink): boolean =>
  isActive(user) && user.email === address

async function proveByPasskey(
  deps: Deps,
  context: VisitorContext,
  { secret, credential }: { secret: string; credential: Assertion },
): Promise<SignedIn | Unfinished> {
  const link = await requireLink(deps, context, { secret, way: 'passkey' })
  const { challenge } = link
  const attempt = await countAttempt(deps, context, { 'factor of a sign-in': challenge.id })
  const owner = await findUser(deps, link.address)
  const entered =
    owner &&
    (await changeAccount(deps, context, owner.id, async account => {
      const proven = isStillOwner(account, link)
        ? await verifyPasskey(account, credential, { challenge, isAlone: true })
        : null
      if (!proven) return null
      if (await isDisputed(account)) return 'disputed'
      return enterWith(account, { link, seen: null, methods: proven })
    }))
  if (entered === 'disputed') throw disputedPasskeyRefusal()
  if (!entered) throw new ApiError('invalid_factor')
  await attempt.succeeded()
  return entered
}

/**
 * Goes through the gate with the identity, once the account is proven. `methods`: what proved the account, never what the provider says.
 * @throws {ApiError} invalid_challenge, if the same link was used meanwhile; rate_limited
 */
async function enterWith(
  account: LockedAccount<VisitorContext>,
  { link, seen, methods }: { link: OpenLink; seen: KnownDevice | null; methods: readonly Method[] },
): Promise<SignedIn | Unfinished> {
  const { challenge, identity, remember } = link
  if (!(await closeChallenge(account, challenge))) throw new ApiError('invalid_challenge')
  const { browser } = account.context
  return enter(account, { methods, delivery: 'cookie', remembered: remember, browser, seen, identity })
}

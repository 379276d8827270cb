import type * as contract from '@latchkey/contracts/auth/sign-up'
import type { Input } from '@latchkey/contracts/endpoint'
import type { ErrorCode } from '@latchkey/contracts/errors'
import { mailWords } from '@latchkey/contracts/words/mails'
import { isUniqueViolation } from '@latchkey/database/errors'
import type { Challenge, User } from '@latchkey/database/models'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import { type RequestContext, RequestFacts, type VisitorContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { jobKind } from '../../platform/jobs/jobs.ts'
import { sharers } from '../../platform/jobs/shares.ts'
import { renderLetter } from '../../platform/mail/letter.ts'
import { createAccount, type NewAccount } from '../account/change-account.ts'
import { record, recordEvents } from '../audit-log/service.ts'
import { findReclaim } from '../challenges/buttons.ts'
import * as challenges from '../challenges/service.ts'
import * as attempts from '../challenges/sign-up-attempts.ts'
import { countAttempt } from '../limits/attempts.ts'
import { windowOfEverybody } from '../limits/keys.ts'
import { describeRequest } from '../notices/describe-request.ts'
import { hashNewPassword, setFirstPassword } from '../passwords/service.ts'
import { enter, type SignedIn } from '../sign-in/gate.ts'
import { accountExistsLetter } from './letters.ts'

/** What an attempt stores until its address is proven. */
const Attempt = z.object({ passwordHash: z.nullable(z.string()), name: z.nullable(z.string()) })

/** Sends the owner of this address the mail that fits their case; `browser` names the attempt. */
export const signUpMailJob = jobKind(
  'sign-up mail',
  z.extend(RequestFacts, { email: z.string(), browser: z.nullable(z.string()) }),
  { sharedBy: ({ email, ip }) => sharers(email, ip) },
)

const mailCounters = (email: string, { ip, at }: RequestContext) => ({
  'mail to an address': email,
  'mail from a network': ip ?? '',
  'mail from anywhere': windowOfEverybody(at),
})

/**
 * Opens an attempt to sign up, and returns the token that proves its browser. No account is looked up. The answer, the work and the
 * time are the same for an address that has an account; only the mail differs. Without a password, the person chooses one, or a passkey,
 * once the address is proven.
 * @throws {ApiError} invalid_request for a password that may not be chosen; rate_limited; unavailable
 */
export async function signUp(
  deps: Deps,
  context: RequestContext,
  { email, password, name: typed }: Input<typeof contract.signUp>,
): Promise<string> {
  const name = typed ?? null
  await countAttempt(deps, context, mailCounters(email, context))
  const person = { email, name }
  const passwordHash =
    password === undefined ? null : await hashNewPassword(deps, context, { password, person, isKnown: false })
  return deps.db.$transaction(async tx => {
    const attempt = {
      address: email,
      lifetimeMs: deps.settings.mailLifetimes.confirmLink,
      payload: { passwordHash, name },
    }
    const { browserToken } = await attempts.openAttempt(deps, tx, attempt)
    const browser = attempts.nameOfBrowser(deps, browserToken)
    await deps.jobs.add(tx, signUpMailJob, { ...context, email, browser })
    const { ip, userAgent, requestId } = context
    await recordEvents(deps, tx, [{ kind: 'sign_up_asked', ip, userAgent, requestId }])
    return browserToken
  })
}

/**
 * Sends the mail of a sign-up again, if there was a sign-up.
 * @throws {ApiError} rate_limited
 */
export async function resend(
  deps: Deps,
  context: VisitorContext,
  { email }: Input<typeof contract.resend>,
): Promise<void> {
  await countAttempt(deps, context, mailCounters(email, context))
  const browser = attempts.nameOfBrowser(deps, context.browser?.signUp)
  await deps.jobs.add(deps.db, signUpMailJob, { ...context, email, browser })
}

/**
 * Creates the account of a proven address, and ends every other attempt for it. The browser that asked is signed in. Without a
 * password, and anywhere else, this needs a new one. The one of the attempt may come from a stranger who waits for the owner of the address to confirm
 * it (pre-hijacking, CVE-2026-53516).
 * @throws {ApiError} invalid_request, invalid_link, invalid_code; rate_limited; unavailable; password_required, which uses nothing up
 */
export async function verify(
  deps: Deps,
  context: VisitorContext,
  { code, token, password }: Input<typeof contract.verify>,
): Promise<{ user: User; signedIn: SignedIn | null }> {
  const { browser } = context
  const refusal = refusalOf({ token })
  const attempt = await requireProven(deps, context, { code, token })
  const isOwnBrowser = attempts.isBrowserOf(deps, attempt, browser?.signUp)
  const { hash, ...person } = await provenPerson(deps, context, { attempt, isOwnBrowser, password })

  return createAccount(deps, context, person, async account => {
    await setFirstPassword(account, hash)
    await finishSignUp(account, attempt, refusal)
    const entry = { methods: ['pwd'], delivery: 'cookie', remembered: false, browser } as const
    return { user: account.user, signedIn: isOwnBrowser ? await enter(account, entry) : null }
  }).catch(error => {
    throw isUniqueViolation(error) ? new ApiError(refusal) : error
  })
}

/**
 * The sign-up whose address this code or link proves. It stays open.
 * @throws {ApiError} invalid_link; invalid_code; rate_limited
 */
export async function requireProven(
  deps: Deps,
  context: VisitorContext,
  { code, token }: Pick<Input<typeof contract.verify>, 'code' | 'token'>,
): Promise<Challenge & { address: string }> {
  const attempt =
    token !== undefined
      ? await challenges.findChallenge(deps, 'sign_up', token)
      : await verifyCode(deps, context, code ?? '')
  if (!attempt || attempt.address === null) throw new ApiError(refusalOf({ token }))
  return { ...attempt, address: attempt.address }
}

const refusalOf = ({ token }: { token: string | undefined }) => (token === undefined ? 'invalid_code' : 'invalid_link')

/**
 * Ends a sign-up, and every other one for its address, in the transaction that creates the account. The account took the address first: a
 * concurrent proof of the same address waits for it, and then finds it taken.
 * @throws {ApiError} the refusal
 */
export async function finishSignUp(account: NewAccount, attempt: Challenge, refusal: ErrorCode): Promise<void> {
  if (!(await challenges.finishChallenge(account, attempt))) throw new ApiError(refusal)
  await claimAddress(account, refusal)
}

/**
 * Ends every sign-up for the address of a new account. What a stranger typed in one of them, such as a password, dies with it
 * (pre-hijacking, CVE-2026-53516).
 * @throws {ApiError} the refusal, if a former owner can reclaim the address
 */
export async function claimAddress(account: NewAccount, refusal: ErrorCode): Promise<void> {
  const { deps, tx, user } = account
  await challenges.voidClaims(account, user.email)
  // Checked last: if a change of address freed this one, it is committed by now, together with its reclaim.
  if (await findReclaim(deps, tx, { address: user.email })) throw new ApiError(refusal)
  await record(account, 'signed_up')
}

/** The name that was typed, if this browser signed up. A stranger may have typed any other. */
export const nameFor = ({ payload }: Challenge, { isOwnBrowser }: { isOwnBrowser: boolean }): string | null =>
  isOwnBrowser ? Attempt.parse(payload).name : null

/**
 * The sign-up of this browser, if the code is right. More mails bring no more guesses, since these are counted for the address. Its
 * owner has the link in each mail.
 * @throws {ApiError} rate_limited
 */
async function verifyCode(deps: Deps, context: VisitorContext, code: string): Promise<Challenge | null> {
  const browserToken = context.browser?.signUp ?? ''
  const address = (await attempts.findAttempt(deps, browserToken))?.address
  const attempt = await countAttempt(deps, context, {
    'code from a network': context.ip ?? '',
    // Without a sign-up no code is right. Such guesses must not use up what all others share.
    ...(address && { 'code for an address': address, 'code from anywhere': windowOfEverybody(context.at) }),
  })
  const found = await attempts.verifyCode(deps, browserToken, code)
  if (found) await attempt.succeeded()
  return found
}

/** Whether the sign-up of this browser was finished by its own mail. Without a sign-up the answer is as for one that waits. */
export const isFinished = (deps: Deps, { browser }: VisitorContext): Promise<boolean> =>
  attempts.isAttemptFinished(deps, browser?.signUp)

async function provenPerson(
  deps: Deps,
  context: RequestContext,
  proven: { attempt: Challenge & { address: string }; isOwnBrowser: boolean; password: string | undefined },
) {
  const { attempt, isOwnBrowser, password } = proven
  const { passwordHash } = Attempt.parse(attempt.payload)
  const person = { email: attempt.address, name: nameFor(attempt, { isOwnBrowser }) }
  if (isOwnBrowser && passwordHash !== null) return { ...person, hash: passwordHash }
  if (password === undefined) throw new ApiError('password_required')
  return { ...person, hash: await hashNewPassword(deps, context, { password, person, isKnown: true }) }
}

/** Tells the owner of an address that somebody tried to sign up with it. The mail contains no secret. */
export async function sendAccountExists(
  deps: Deps,
  id: string,
  owner: Pick<User, 'email' | 'timeZone'>,
  asked: RequestFacts,
): Promise<void> {
  const words = mailWords[asked.language]
  const letter = accountExistsLetter(words, deps.settings.appUrl.origin, describeRequest(words, asked, owner.timeZone))
  await deps.mailer.send({ id, to: owner.email, ...renderLetter(asked.language, letter) })
}

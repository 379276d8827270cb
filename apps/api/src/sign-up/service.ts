import { isUniqueViolation } from '@latchkey/database/errors'
import type { Challenge, User } from '@latchkey/database/models'
import * as z from 'zod/mini'
import { recordEvent } from '../audit/service.ts'
import * as challenges from '../challenges/service.ts'
import type { Deps } from '../deps.ts'
import { ApiError } from '../errors.ts'
import { guess, spend } from '../limits/service.ts'
import { renderLetter } from '../mail/letter.ts'
import { Circumstances, factsOf } from '../notices/service.ts'
import { jobKind } from '../outbox/outbox.ts'
import { createUserWithHash, requireNewPassword } from '../passwords/service.ts'
import { type Client, type Started, startSession } from '../sign-in/service.ts'
import { accountExistsLetter } from './letters.ts'

/** How long an attempt waits for its proof. */
export const attemptLifetimeMs = 24 * 3_600_000

/** What is known of a person before the address is theirs. */
const Attempt = z.object({ passwordHash: z.string(), name: z.nullable(z.string()) })

/** Mails whatever the owner of this address is due; `browser` names the attempt that is meant. */
export const signUpMailJob = jobKind(
  'sign-up mail',
  z.extend(Circumstances, { email: z.string(), browser: z.nullable(z.string()) }),
)

/**
 * Opens an attempt to sign up, and answers what its browser proves itself by. Nobody is looked up: for an address that has
 * an account the answer, the work and the time are the same, and only the mail differs.
 * @throws {ApiError} invalid_request for a password that may not be chosen; rate_limited; unavailable
 */
export async function signUp(
  deps: Deps,
  { email, password, name }: { email: string; password: string; name: string | null },
  circumstances: Circumstances,
): Promise<string> {
  return spend(deps, mailing(email, circumstances), async () => {
    const chosen = await requireNewPassword(deps, password, 'password', { email, name })
    const place = { ip: circumstances.ip, knownAs: null }
    const passwordHash = await deps.hasher.admit(place, () => deps.hasher.hash(chosen))
    return deps.db.$transaction(async tx => {
      const attempt = { address: email, lifetimeMs: attemptLifetimeMs, payload: { passwordHash, name } }
      const { browserToken } = await challenges.openAttempt(deps, tx, attempt)
      const browser = challenges.nameOfBrowser(deps, browserToken)
      await deps.outbox.add(tx, signUpMailJob, { email, browser, ...circumstances })
      const { ip, userAgent, requestId } = circumstances
      await recordEvent(deps, tx, 'sign_up_asked', { ip, userAgent, requestId })
      return browserToken
    })
  })
}

/**
 * Has the mail of a sign-up sent again, if there is one to send.
 * @throws {ApiError} rate_limited
 */
export async function resend(
  deps: Deps,
  { email, browserToken }: { email: string; browserToken: string | undefined },
  circumstances: Circumstances,
): Promise<void> {
  const browser = challenges.nameOfBrowser(deps, browserToken)
  await spend(deps, mailing(email, circumstances), () =>
    deps.db.$transaction(tx => deps.outbox.add(tx, signUpMailJob, { email, browser, ...circumstances })),
  )
}

const mailing = (email: string, { ip }: Circumstances) => ({
  'mail to an address': email,
  'mail from a network': ip ?? '',
})

interface Proof {
  code?: string | undefined
  token?: string | undefined
  password?: string | undefined
}

/**
 * Makes the account of an address that was proven, and ends every other attempt for it. The browser that asked is signed
 * in. Anywhere else the link needs a new password, since that of the attempt may be a stranger's, planted to be used by
 * the owner of the address (pre-hijacking, CVE-2026-53516).
 * @throws {ApiError} invalid_request, invalid_link, invalid_code; rate_limited; password_required, and nothing is used up
 */
export async function verify(
  deps: Deps,
  { code, token, password }: Proof,
  { browserToken, ...client }: Client & { browserToken: string | undefined },
): Promise<{ user: User; started: Started | null }> {
  const refusal = new ApiError(token === undefined ? 'invalid_code' : 'invalid_link')
  const attempt =
    token !== undefined
      ? await challenges.findChallenge(deps, 'sign_up', token)
      : await guessCode(deps, { browserToken: browserToken ?? '', code: code ?? '', ip: client.ip }, refusal)
  if (!attempt || attempt.address === null) throw refusal
  const isOwnBrowser = challenges.isBrowserOf(deps, attempt, browserToken)
  const person = await provenPerson(deps, attempt, isOwnBrowser, { password, ip: client.ip })

  const proven = await deps.db
    .$transaction(async tx => {
      // First: whoever proves the same address at the same time waits here, and then finds it taken.
      const user = await createUserWithHash(deps, tx, person)
      if (!(await challenges.closeChallenge(deps, tx, attempt))) throw refusal
      await challenges.voidClaims(deps, tx, person.email)
      // Asked last: a change of address that freed it is committed by now, and its right with it.
      if (await challenges.findRight(deps, tx, { address: person.email })) throw refusal
      const { ip, userAgent, requestId } = client
      await recordEvent(deps, tx, 'signed_up', { userId: user.id, address: user.email, ip, userAgent, requestId })
      return { user, started: isOwnBrowser ? await startSession(deps, tx, user, client) : null }
    })
    .catch(error => {
      throw isUniqueViolation(error) ? refusal : error
    })
  if (proven.started) deps.liveSessions.forget(proven.started.ended)
  return proven
}

/**
 * The attempt of this browser, if this is its code. Whoever asks for mail after mail gets no more guesses at codes for one address by
 * that; its owner has the link in each of them.
 */
async function guessCode(
  deps: Deps,
  { browserToken, code, ip }: { browserToken: string; code: string; ip: string },
  refusal: ApiError,
): Promise<Challenge> {
  const address = (await challenges.findAttempt(deps, browserToken))?.address
  const counters = { 'code from a network': ip, ...(address && { 'code for an address': address }) }
  return guess(deps, counters, async () => {
    const found = await challenges.guessCode(deps, browserToken, code)
    if (!found) throw refusal
    return found
  })
}

async function provenPerson(
  deps: Deps,
  attempt: Challenge,
  isOwnBrowser: boolean,
  { password, ip }: { password: string | undefined; ip: string },
) {
  const email = attempt.address ?? ''
  const { passwordHash, name } = Attempt.parse(attempt.payload)
  if (isOwnBrowser) return { email, name, hash: passwordHash }
  if (password === undefined) throw new ApiError('password_required')
  const chosen = await requireNewPassword(deps, password, 'password', { email, name: null })
  return { email, name: null, hash: await deps.hasher.admit({ ip, knownAs: email }, () => deps.hasher.hash(chosen)) }
}

/** Tells the owner of an address that somebody wants an account with it, which it has. Nothing in this mail is secret. */
export async function sendAccountExists(
  deps: Deps,
  mail: { id: string; to: string },
  circumstances: Circumstances,
): Promise<void> {
  const letter = accountExistsLetter(deps.settings.appUrl.origin, factsOf(circumstances))
  await deps.mailer.send({ ...mail, ...renderLetter(letter) })
}

import type * as contract from '@latchkey/contracts/auth/email-codes'
import { Delivery } from '@latchkey/contracts/auth/sessions'
import type { Input } from '@latchkey/contracts/endpoint'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../platform/client.ts'
import { RequestFacts, type VisitorContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { jobKind } from '../../platform/jobs/jobs.ts'
import { sharers } from '../../platform/jobs/shares.ts'
import { changeAccount, isActive } from '../account/change-account.ts'
import { closeChallenge, findChallenge } from '../challenges/service.ts'
import { openSignInCode, verifySignInCode } from '../challenges/sign-in-codes.ts'
import { countAttempt } from '../limits/attempts.ts'
import { windowOfEverybody } from '../limits/keys.ts'
import { findKnownDevice, type KnownDevice } from '../sessions/devices.ts'
import { bindTo, isBoundTo } from '../sign-in/browser-binding.ts'
import type { FailedSignIns } from '../sign-in/failed-sign-ins.ts'
import { enter, type SignedIn } from '../sign-in/gate.ts'
import type { Unfinished } from '../sign-in/unfinished.ts'

/** What a challenge remembers of the request. */
const Payload = z.object({
  delivery: Delivery,
  /** The hash of the browser's token; null for an API client. */
  browser: z.nullable(z.string()),
})

/** Mails a code, if the address has an active account. */
export const codeMailJob = jobKind(
  'sign-in code',
  z.extend(RequestFacts, { email: z.string(), challengeId: z.uuid() }),
  {
    sharedBy: ({ email, ip }) => sharers(email, ip),
  },
)

/**
 * Asks for a code by mail. Only the job looks up whether the address has an account: the answer, the work and the time are the same
 * for every address.
 * @throws {ApiError} not_found if codes by mail are off; cross_origin; rate_limited; unavailable
 */
export async function askForCode(
  deps: Deps,
  context: VisitorContext,
  { email, delivery }: Input<typeof contract.askForCode>,
): Promise<{ challenge: string; browserToken: string | null }> {
  requireCodes(deps)
  const browser = delivery === 'cookie' ? context.browser : null
  if (delivery === 'cookie' && !browser) throw new ApiError('cross_origin')
  const seen = await findKnownDevice(deps, email, browser?.device)
  await countAttempt(deps, context, mailCounters(context, email, seen))

  const binding = browser && bindTo(deps, browser)
  const payload: z.output<typeof Payload> = { delivery, browser: binding?.hash ?? null }
  return deps.db.$transaction(async tx => {
    const { id, secret } = await openSignInCode(deps, tx, { address: email, payload })
    await deps.jobs.add(tx, codeMailJob, { ...context, email, challengeId: id })
    return { challenge: secret, browserToken: binding?.token ?? null }
  })
}

/**
 * Signs in with a mailed code. It is one factor: a person with a second one gets an unfinished sign-in.
 * @throws {ApiError} invalid_code, the same for a wrong, late or used code, another browser, an address without an account, and a
 *   disabled account; not_found if codes by mail are off; rate_limited; unavailable
 */
export async function signInWithCode(
  deps: Deps,
  context: VisitorContext,
  { challenge: secret, code, remember }: Input<typeof contract.signInWithCode>,
  failed: FailedSignIns,
): Promise<SignedIn | Unfinished> {
  requireCodes(deps)
  const asked = await findAsked(deps, context, secret)
  const seen = asked && (await findKnownDevice(deps, asked.address, asked.browser?.device))
  const attempt = await countAttempt(deps, context, guessCounters(context, asked?.address, seen))
  const proven = asked && (await verifySignInCode(deps, asked, code))
  const entered =
    proven &&
    (await changeAccount(deps, context, proven.userId, async account => {
      // The code proves this mailbox. After a change of address it is another account's.
      if (!isActive(account.user) || account.user.email !== asked.address) return null
      if (!(await closeChallenge(account, proven))) return null
      const { delivery, browser } = asked
      return enter(account, { methods: ['email'], delivery, remembered: remember, browser, seen })
    }))
  if (!entered) {
    if (asked) failed.note(asked.address, context)
    throw new ApiError('invalid_code')
  }
  await attempt.succeeded()
  return entered
}

function requireCodes({ settings }: Deps): void {
  if (!settings.emailCodes) throw new ApiError('not_found')
}

/** What this browser, or this API client, asked for with the secret; null if it did not. */
async function findAsked(deps: Deps, context: VisitorContext, secret: string) {
  const challenge = await findChallenge(deps, 'email_code', secret)
  if (!challenge?.address) return null
  const { delivery, browser: hash } = Payload.parse(challenge.payload)
  const browser = delivery === 'cookie' ? context.browser : null
  return isBoundTo(deps, hash, browser) ? { id: challenge.id, address: challenge.address, delivery, browser } : null
}

/** An address and the network that asks about it, as one value to count. */
const fromNetwork = (address: string, { ip }: VisitorContext) => `${address} ${networkOf(ip ?? '')}`

/** What a mail with a code counts for. */
export const mailCounters = (context: VisitorContext, email: string, seen: KnownDevice | null) =>
  seen
    ? { 'code mail for a known browser': seen.id }
    : {
        'code mail to an address': email,
        'code mail to an address from a network': fromNetwork(email, context),
        'mail from a network': context.ip ?? '',
        'mail from anywhere': windowOfEverybody(context.at),
      }

/** Guesses count for the address, over all its challenges: a new mail brings no new guesses. */
export function guessCounters(context: VisitorContext, address: string | undefined, seen: KnownDevice | null) {
  const { ip, at } = context
  if (seen) return { 'code in a known browser': seen.id }
  return {
    'code from a network': ip ?? '',
    // Without a challenge no code is right. Such guesses must not use up what all others share.
    ...(address && {
      'sign-in code for an address': address,
      'failed codes of strangers': address,
      'sign-in code for an address from a network': fromNetwork(address, context),
      'code from anywhere': windowOfEverybody(at),
    }),
  }
}

import { Delivery } from '@latchkey/contracts/auth/sessions'
import type { FactorMethod } from '@latchkey/contracts/auth/signed-in'
import type { Challenge } from '@latchkey/database/models'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import type { BrowserTokens, VisitorContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { findChallenge, openChallenge } from '../challenges/service.ts'
import { Method } from '../factors/assurance.ts'
import { methodsOf } from '../factors/kinds.ts'
import { ArrivingIdentity } from '../identities/identity.ts'
import { bindTo, isBoundTo } from './browser-binding.ts'

/** How long a sign-in may stay unfinished. */
const lifetimeMs = 10 * 60_000

/** What an unfinished sign-in remembers of its first step. */
const Payload = z.object({
  methods: z.array(Method),
  delivery: Delivery,
  remembered: z.boolean(),
  /** The hash of the browser's token; null for an API client. */
  browser: z.nullable(z.string()),
  /** The account at a provider that this sign-in began with, or that it links. */
  identity: z._default(z.nullable(ArrivingIdentity), null),
})

/** A sign-in that waits for a second factor. It is a challenge and no session: it opens nothing. */
export interface Unfinished {
  readonly challenge: string
  readonly methods: FactorMethod[]
  readonly expiresAt: Date
  /** For the browser's cookie; null for an API client. */
  readonly browserToken: string | null
}

interface FirstStep extends Omit<z.output<typeof Payload>, 'browser' | 'identity'> {
  readonly browser: BrowserTokens | null
  readonly identity?: ArrivingIdentity | null | undefined
}

/** Keeps what was proven, for the person and the browser that proved it. */
export async function leaveUnfinished(
  account: LockedAccount,
  { methods, delivery, remembered, browser, identity = null }: FirstStep,
): Promise<Unfinished> {
  const { deps, user, now } = account
  const binding = browser && bindTo(deps, browser)
  const payload: z.output<typeof Payload> = {
    ...{ methods, delivery, remembered, identity },
    browser: binding?.hash ?? null,
  }
  const { secret } = await openChallenge(account, 'sign_in', { address: user.email, lifetimeMs, payload })
  return {
    challenge: secret,
    methods: await methodsOf(account),
    expiresAt: new Date(now.getTime() + lifetimeMs),
    browserToken: binding?.token ?? null,
  }
}

/**
 * The unfinished sign-in of this secret, and what its first step was.
 * @throws {ApiError} invalid_challenge if it was finished, has expired, or was begun in another browser
 */
export async function requireUnfinished(
  deps: Deps,
  { browser }: VisitorContext,
  secret: string,
): Promise<{ challenge: Challenge & { userId: string }; first: z.output<typeof Payload> }> {
  const challenge = await findChallenge(deps, 'sign_in', secret)
  if (!challenge?.userId) throw new ApiError('invalid_challenge')
  const first = Payload.parse(challenge.payload)
  const from = first.delivery === 'cookie' ? browser : null
  if (!isBoundTo(deps, first.browser, from)) throw new ApiError('invalid_challenge')
  return { challenge: { ...challenge, userId: challenge.userId }, first }
}

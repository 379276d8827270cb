import { createHash, timingSafeEqual } from 'node:crypto'
import type * as contract from '@latchkey/contracts/auth/identities'
import type { Input } from '@latchkey/contracts/endpoint'
import { tokenPrefix } from '@latchkey/contracts/technical'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import type { RequestContext } from '../../platform/context.ts'
import { ApiError, invalidRequest } from '../../platform/errors.ts'
import { closeVisitorChallenge, findChallenge, openVisitorChallenge } from '../challenges/service.ts'
import { Method } from '../factors/assurance.ts'
import { countAttempt } from '../limits/attempts.ts'
import { beginFlow, type Going, type Intent } from './flow.ts'
import type { ProvenIdentity, Provider } from './providers/providers.ts'
import { Refused } from './refused.ts'
import { type Outcome, signInWithProven } from './sign-in.ts'

// An API client, such as an app on a phone, opens the provider in the system's browser (RFC 8252). No cookie ties the two. So what comes
// back to the client is a code of ours, which is worth nothing without the verifier that only the client has.

/** A client exchanges its code as soon as it is opened. RFC 6749 section 4.1.2 allows ten minutes at most. */
const lifetimeMs = 60_000

const Payload = z.object({
  provider: z.string(),
  issuer: z.string(),
  subject: z.string(),
  email: z.nullable(z.string()),
  isEmailVerified: z.boolean(),
  name: z.nullable(z.string()),
  methods: z.array(Method),
  providerSession: z.nullable(z.string()),
  codeChallenge: z.string(),
})

type Asked = Extract<Intent, { kind: 'hand_over' }>

/**
 * Begins a sign-in of an API client.
 * @throws {ApiError} invalid_request for an address that APP_REDIRECTS does not name; provider_unavailable; rate_limited
 */
export async function beginHandOver(
  deps: Deps,
  context: RequestContext,
  { provider, redirect, codeChallenge }: { provider: Provider; redirect: string; codeChallenge: string },
): Promise<Going> {
  if (!isOurs(deps, redirect)) throw invalidRequest({ redirect: 'notValid' })
  await countAttempt(deps, context, { 'ways to providers from a network': context.ip ?? '' })
  const intent = { kind: 'hand_over', return: redirect, codeChallenge } as const
  // Any app may begin this, also one that took another's address. So the person must at least see where they sign in (RFC 8252 section 8.6).
  // Such an app could cut the word out of the address, unless the request was pushed.
  return beginFlow(deps, provider, { browser: null, intent, prompt: 'select_account' })
}

/** Compared as text. On the machine itself an app listens on any port (RFC 8252 section 7.3). */
const isOurs = ({ settings: { appRedirects } }: Deps, redirect: string): boolean =>
  URL.canParse(redirect) && appRedirects.includes(redirect.replace(/^(http:\/\/127\.0\.0\.1):\d{1,5}(?=\/)/, '$1'))

/** Keeps what was proven, and returns the address of the client with the code for it. */
export async function handOver(
  deps: Deps,
  { proven, intent }: { proven: ProvenIdentity; intent: Asked },
): Promise<string> {
  const { authenticatedAt: _, ...identity } = proven
  const payload: z.output<typeof Payload> = {
    ...identity,
    methods: [...proven.methods],
    codeChallenge: intent.codeChallenge,
  }
  const { secret } = await openVisitorChallenge(deps, 'provider_code', { lifetimeMs, payload })
  // Without the prefix: leak scanners would take it for a token of a person.
  return handBack(intent.return, { code: secret.slice(tokenPrefix.length) })
}

/** The address of a client with these values in its query. */
export function handBack(redirect: string, values: Readonly<Record<string, string>>): string {
  const url = new URL(redirect)
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value)
  return url.href
}

/**
 * Signs an API client in, with its code and the verifier that it kept. Either is used up by the first attempt.
 * @throws {ApiError} invalid_challenge for a code that is not open, or another verifier; not_possible, with the problem as reason: an
 *   account has the address, or may not be used; rate_limited
 */
export async function exchange(
  deps: Deps,
  context: RequestContext,
  { code, verifier }: Input<typeof contract.exchangeCode>,
): Promise<Exclude<Outcome, { parked: unknown }>> {
  await countAttempt(deps, context, { 'returns from providers from a network': context.ip ?? '' })
  const challenge = await findChallenge(deps, 'provider_code', tokenPrefix + code)
  if (!challenge || !(await closeVisitorChallenge(deps, challenge))) throw new ApiError('invalid_challenge')
  const { codeChallenge, ...identity } = Payload.parse(challenge.payload)
  const provider = deps.providers.find(identity.provider)
  if (!provider || !isHashOf(codeChallenge, verifier)) throw new ApiError('invalid_challenge')
  const proven = { ...identity, authenticatedAt: null }
  const given = { provider, proven, binding: null, remember: false }
  const outcome = await signInWithProven(deps, { ...context, browser: null }, given).catch(error => {
    throw error instanceof Refused ? new ApiError('not_possible', { reason: error.problem }) : error
  })
  // Without a browser no link is offered.
  if ('parked' in outcome) throw new ApiError('invalid_challenge')
  return outcome
}

const isHashOf = (codeChallenge: string, verifier: string): boolean =>
  timingSafeEqual(Buffer.from(codeChallenge), Buffer.from(createHash('sha256').update(verifier).digest('base64url')))

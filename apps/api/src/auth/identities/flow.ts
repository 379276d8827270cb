import { randomBytes } from 'node:crypto'
import { localPath } from '@latchkey/contracts/platform/local-path'
import { tokenPrefix } from '@latchkey/contracts/technical'
import type { Challenge } from '@latchkey/database/models'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import type { BrowserTokens } from '../../platform/context.ts'
import { newId } from '../../platform/crypto/id.ts'
import { seal, unseal } from '../../platform/crypto/sealed.ts'
import { ApiError } from '../../platform/errors.ts'
import { closeVisitorChallenge, findChallenge, openVisitorChallenge } from '../challenges/service.ts'
import { bindTo, isBoundTo } from '../sign-in/browser-binding.ts'
import { callbackAddress } from './providers/callback.ts'
import { type FlowSecrets, type Provider, ProviderError } from './providers/providers.ts'

// The way of a browser to a provider and back. It is a challenge of the browser that began it, and its secret is the `state`.

/** How long a person may stay with the provider. */
const lifetimeMs = 10 * 60_000

/** What a browser went to a provider for. */
const Intent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sign_in'), return: z.string(), remember: z.boolean() }),
  /** An API client: a code goes to its own address, and it alone has the verifier of the hash (RFC 7636). */
  z.object({ kind: z.literal('hand_over'), return: z.string(), codeChallenge: z.string() }),
  z.object({ kind: z.literal('link'), return: z.string(), userId: z.string(), sessionId: z.string() }),
  z.object({ kind: z.literal('confirm'), return: z.string(), userId: z.string(), sessionId: z.string() }),
])
export type Intent = z.output<typeof Intent>

const Payload = z.object({
  provider: z.string(),
  /** The hash of the browser's token. Null for an API client, whose browser we do not know. */
  browser: z.nullable(z.string()),
  /** The nonce and the verifier of PKCE, sealed: a stolen table must not help with a stolen code. */
  secrets: z.string(),
  intent: Intent,
})

const Secrets = z.object({ nonce: z.string(), verifier: z.string() })

/** A way that this browser began, and that has just been ended. */
export interface Flow {
  readonly intent: Intent
  readonly secrets: FlowSecrets
  readonly begunAt: Date
  /** The hash of the browser's token; null for an API client. */
  readonly browser: string | null
}

/** Where a browser goes, and what ties the way to it. */
export interface Going {
  readonly url: string
  /** For the browser's cookie; null for an API client. */
  readonly browserToken: string | null
}

/** Without the prefix: leak scanners and our own log would take it for a token of a person. */
const stateOf = (secret: string): string => secret.slice(tokenPrefix.length)
const secretOf = (state: string): string => tokenPrefix + state

/**
 * Begins a way to a provider, and returns the address of its login page. Each tab has a way of its own.
 * @throws {ApiError} provider_unavailable
 */
export async function beginFlow(
  deps: Deps,
  provider: Provider,
  {
    browser,
    intent,
    ...how
  }: { browser: BrowserTokens | null; intent: Intent } & Pick<Parameters<Provider['begin']>[0], 'prompt' | 'loginHint'>,
): Promise<Going> {
  const binding = browser && bindTo(deps, browser)
  const id = newId(deps.clock.now())
  const secrets = { nonce: randomBytes(32).toString('base64url'), verifier: randomBytes(32).toString('base64url') }
  const payload: z.output<typeof Payload> = {
    provider: provider.id,
    browser: binding?.hash ?? null,
    secrets: seal(keysOf(deps), Buffer.from(JSON.stringify(secrets)), id).toString('base64url'),
    intent: intent.kind === 'hand_over' ? intent : { ...intent, return: localPath(intent.return) },
  }
  const { secret } = await openVisitorChallenge(deps, 'provider', { id, lifetimeMs, payload })
  const flow = { redirectUri: callbackAddress(deps.settings.appUrl, provider.id), state: stateOf(secret), ...secrets }
  const url = await provider.begin({ ...flow, ...how }).catch(error => {
    // The provider logged it.
    throw error instanceof ProviderError ? new ApiError('provider_unavailable', { retryAfterSeconds }) : error
  })
  return { url: url.href, browserToken: binding?.token ?? null }
}

const keysOf = (deps: Deps) => deps.keys('way to a provider')

/** How soon a page may try again. */
const retryAfterSeconds = 10

/**
 * Ends the way whose `state` a callback has, so that a callback counts once. Null if it has none or several, if the way was ended or has
 * expired, led to another provider (mix-up, RFC 9700 section 4.4), or was begun in another browser. Such a callback ends no way.
 */
export async function takeFlow(
  deps: Deps,
  { providerId, browser, callback }: { providerId: string; browser: BrowserTokens; callback: URL },
): Promise<Flow | null> {
  const [state, ...others] = callback.searchParams.getAll('state')
  if (state === undefined || others.length > 0) return null
  const challenge = await findChallenge(deps, 'provider', secretOf(state))
  if (!challenge) return null
  const payload = Payload.parse(challenge.payload)
  if (payload.provider !== providerId || isElsewhere(deps, payload.browser, browser)) return null
  if (!(await closeVisitorChallenge(deps, challenge))) return null
  return {
    intent: payload.intent,
    secrets: {
      redirectUri: callbackAddress(deps.settings.appUrl, providerId),
      state,
      ...unsealSecrets(deps, challenge, payload.secrets),
    },
    begunAt: challenge.createdAt,
    browser: payload.browser,
  }
}

/** Whether this is another browser than the one that began it. An API client's is not known: its verifier takes the place of that. */
const isElsewhere = (deps: Deps, binding: string | null, browser: BrowserTokens): boolean =>
  binding !== null && !isBoundTo(deps, binding, browser)

const unsealSecrets = (deps: Deps, { id }: Challenge, sealed: string): z.output<typeof Secrets> =>
  Secrets.parse(JSON.parse(unseal(keysOf(deps), Buffer.from(sealed, 'base64url'), id).secret.toString()))

import type { JSONWebKeySet } from 'jose'
import * as client from 'openid-client'
import * as z from 'zod/mini'
import type { Clock } from '../../../platform/clock.ts'
import { cached } from './cached.ts'
import { failureOf } from './failures.ts'
import type { GuardedFetch } from './guarded-fetch.ts'
import { ProviderError } from './provider.ts'

/** Metadata hardly ever change. */
const metadataForMs = 3_600_000
/** A key that the provider has withdrawn stops working after this time. */
const keysForMs = 300_000
/** So forged tokens with made-up keys, and a provider that is down, cost the provider and us no more than one request in this time. */
const atMostEveryMs = 10_000

const mostKeys = 100
const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).check(z.maxLength(mostKeys)) })

/** What a provider publishes about itself. It is fetched when it is first needed. */
export interface Published {
  metadata(): Promise<client.ServerMetadata>
  keys(): Promise<JSONWebKeySet>
  /** The keys, fetched again unless that was just now: for a token that names a key which is not among them. */
  newerKeys(): Promise<JSONWebKeySet>
}

/** The metadata and the keys of an issuer, each kept for a while. */
export function openPublished(
  issuer: URL,
  {
    fetch,
    clock,
    options,
  }: { fetch: GuardedFetch; clock: Pick<Clock, 'now'>; options: client.DiscoveryRequestOptions },
): Published {
  const metadata = cached(
    async () => {
      try {
        // The client does not matter here: this configuration is used for nothing else.
        const found = await client.discovery(issuer, 'none', undefined, client.None(), options)
        return found.serverMetadata()
      } catch (thrown) {
        throw failureOf(thrown, 'discovery')
      }
    },
    clock,
    { forMs: metadataForMs, atMostEveryMs },
  )
  const keys = cached(
    async () => {
      const { jwks_uri: address } = await metadata.get()
      if (address === undefined) throw new ProviderError('misconfigured', 'no keys are published')
      return fetchKeys(fetch, address)
    },
    clock,
    { forMs: keysForMs, atMostEveryMs },
  )
  return { metadata: metadata.get, keys: keys.get, newerKeys: keys.refresh }
}

async function fetchKeys(guardedFetch: GuardedFetch, address: string): Promise<JSONWebKeySet> {
  const response = await guardedFetch(address, {
    method: 'GET',
    headers: { accept: 'application/json, application/jwk-set+json' },
  })
  if (response.status >= 500 || response.status === 429) throw new ProviderError('down', `keys: ${response.status}`)
  const parsed = KeySet.safeParse(await response.json().catch(() => null))
  if (response.status !== 200 || !parsed.success) throw new ProviderError('misconfigured', 'keys that cannot be read')
  return parsed.data
}

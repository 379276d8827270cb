import { createHash } from 'node:crypto'
import { Name } from '@latchkey/contracts/auth/names'
import { Email } from '@latchkey/contracts/auth/users'
import { decodeProtectedHeader } from 'jose'
import type { ProviderSettings } from '../../../platform/settings/provider-values.ts'
import { provenMethods } from './methods.ts'
import { type Claims, isVerified } from './presets.ts'
import { type ProvenIdentity, ProviderError } from './provider.ts'

/** An ID token is used as soon as it is made. Microsoft dates its tokens five minutes back. */
const mostAgeSeconds = 600
/** What two clocks may differ by. */
const toleranceSeconds = 60
const mostSessionIdCharacters = 255
const mostNameLength = 100

/** The token endpoint's answer, as far as the ID token says something about it. */
interface Tokens {
  readonly idToken: string
  readonly accessToken: string
}

/**
 * Checks in an ID token what openid-client does not: its time, its subject, that it is for us alone, and that it belongs to the access
 * token (OpenID Connect Core 1.0, sections 2 and 3.1.3.7).
 * @throws {ProviderError} invalid
 */
export function checkClaims(
  claims: Claims,
  { clientId }: Pick<ProviderSettings, 'clientId'>,
  tokens: Tokens,
  now: Date,
): void {
  const nowSeconds = now.getTime() / 1000
  const { iat, exp, aud, azp, at_hash: hash } = claims
  if (typeof iat !== 'number') throw refusal('iat')
  if (iat > nowSeconds + toleranceSeconds) throw refusal('iat in the future')
  if (iat < nowSeconds - mostAgeSeconds) throw refusal('iat long ago')
  if (typeof exp !== 'number' || exp < nowSeconds - toleranceSeconds) throw refusal('exp')
  // We trust no other audience, so a token for several is not for us.
  if ([aud].flat().length !== 1) throw refusal('aud')
  if (azp !== undefined && azp !== clientId) throw refusal('azp')
  if (hash !== undefined && hash !== hashOf(tokens)) throw refusal('at_hash')
}

/**
 * Checks that the person proved who they are no longer ago than that (OpenID Connect Core 1.0, section 3.1.3.7). Here and not by
 * openid-client, whose error does not say that the time is missing.
 * @throws {ProviderError} misconfigured, if the provider does not say when; invalid
 */
export function checkTime({ auth_time: time }: Claims, maxAgeMs: number, now: Date): void {
  if (typeof time !== 'number')
    throw new ProviderError(
      'misconfigured',
      'auth_time is missing: the provider has to add this claim to its ID tokens',
    )
  if (1000 * time < now.getTime() - maxAgeMs - 1000 * toleranceSeconds) throw refusal('auth_time long ago')
}

const refusal = (what: string) => new ProviderError('invalid', what)

/** The first half of the access token's hash, by the algorithm of the ID token (OpenID Connect Core 1.0, section 3.1.3.6). */
function hashOf({ idToken, accessToken }: Tokens): string {
  const { alg = '' } = decodeProtectedHeader(idToken)
  const digest = createHash(digestOf(alg)).update(accessToken).digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}

/** Ed25519 hashes by SHA-512, and does not say so. */
const digestOf = (alg: string): string => `sha${/^[A-Z]{2}(256|384)$/.exec(alg)?.[1] ?? '512'}`

/**
 * The subject of an ID token, of userinfo or of a logout token.
 * @throws {ProviderError} invalid, if it is empty, not ASCII, or longer than 255 characters (OpenID Connect Core 1.0, section 2)
 */
export function requireSubject(sub: unknown): string {
  if (typeof sub === 'string' && /^[\x21-\x7e]([\x20-\x7e]{0,253}[\x21-\x7e])?$/.test(sub)) return sub
  throw new ProviderError('invalid', 'sub')
}

/** A session's id at the provider. Null without one, or with one that we could not look for. */
const sessionIdOf = (sid: unknown): string | null =>
  typeof sid === 'string' && sid !== '' && sid.length <= mostSessionIdCharacters ? sid : null

/** What checked claims say about a person. `profile` is the document that has the address: the same or userinfo. */
export function identityOf({ id, preset }: ProviderSettings, claims: Claims, profile: Claims): ProvenIdentity {
  const email = emailOf(profile.email)
  return {
    provider: id,
    issuer: String(claims.iss),
    subject: requireSubject(claims.sub),
    email,
    isEmailVerified: email !== null && isPlain(profile.email) && isVerified[preset](profile, email),
    name: nameOf(claims.name ?? profile.name),
    methods: provenMethods(claims),
    providerSession: sessionIdOf(claims.sid),
    authenticatedAt: typeof claims.auth_time === 'number' ? new Date(1000 * claims.auth_time) : null,
  }
}

/**
 * Whether the part before the @ is what it looks like. We normalise addresses as people type them, so a provider's other letters could
 * become someone's address. Domains are the same in any spelling.
 */
export const isPlain = (claim: unknown): boolean =>
  typeof claim === 'string' && /^[\x21-\x7e]+@[^\s\p{Cf}]+$/u.test(claim)

/** An address as we keep it. Null if there is none, or it is none. */
export const emailOf = (claim: unknown): string | null => Email.safeParse(claim).data ?? null

/** A name as we keep it, cut where it is too long. Null if there is none, or it cannot be shown. */
export function nameOf(claim: unknown): string | null {
  if (typeof claim !== 'string') return null
  const cut = claim.slice(0, mostNameLength).replace(/[\ud800-\udbff]$/, '')
  return Name.safeParse(cut).data ?? null
}

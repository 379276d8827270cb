import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import * as z from 'zod/mini'
import { requireSubject } from './claims.ts'
import { type LogoutRequest, ProviderError } from './provider.ts'
import type { Published } from './published.ts'

const event = 'http://schemas.openid.net/event/backchannel-logout'
/** A token with all that it may contain has one kilobyte. */
const mostCharacters = 16_384
const mostAgeSeconds = 600
const toleranceSeconds = 60
/** Older Keycloak says JWT. Any other type is a token for something else (RFC 8725, section 3.11). */
const types = ['logout+jwt', 'jwt']

const Claims = z.object({
  jti: z.string().check(z.minLength(1), z.maxLength(255)),
  iat: z.number(),
  exp: z.number(),
  sub: z.optional(z.string()),
  sid: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
  events: z.looseObject({ [event]: z.looseObject({}) }),
  nonce: z.optional(z.undefined()),
})

/**
 * Checks a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6). A token that is sent again is no harm: it ends what began before it.
 * @throws {ProviderError} invalid, or what kept the keys from being fetched
 */
export async function verifyLogoutToken(
  token: string,
  { published, clientId, now }: { published: Published; clientId: string; now: Date },
): Promise<LogoutRequest> {
  if (token.length > mostCharacters) throw new ProviderError('invalid', 'a logout token that is too large')
  const { issuer, id_token_signing_alg_values_supported: algorithms = ['RS256'] } = await published.metadata()
  // Such a set finds keys of pairs only, so a token without a signature or with one by our own secret has no key.
  const verify = (keys: Parameters<typeof createLocalJWKSet>[0]) =>
    jwtVerify(token, createLocalJWKSet(keys), {
      algorithms,
      issuer,
      audience: clientId,
      currentDate: now,
      clockTolerance: toleranceSeconds,
      maxTokenAge: mostAgeSeconds,
    })
  try {
    const { payload, protectedHeader } = await verify(await published.keys()).catch(async thrown => {
      if (!(thrown instanceof errors.JWKSNoMatchingKey)) throw thrown
      return verify(await published.newerKeys())
    })
    const type = protectedHeader.typ?.toLowerCase().replace(/^application\//, '')
    if (type !== undefined && !types.includes(type)) throw new ProviderError('invalid', 'typ')
    return requestOf(payload)
  } catch (thrown) {
    if (thrown instanceof ProviderError) throw thrown
    if (thrown instanceof errors.JOSEError) throw new ProviderError('invalid', `logout token: ${thrown.code}`)
    throw new ProviderError('invalid', 'a logout token that cannot be read')
  }
}

function requestOf(payload: JWTPayload): LogoutRequest {
  const claims = Claims.safeParse(payload)
  if (!claims.success)
    throw new ProviderError('invalid', `logout token: ${String(claims.error.issues[0]?.path[0] ?? 'claims')}`)
  // As for an ID token, we trust no other audience.
  if ([payload.aud].flat().length !== 1) throw new ProviderError('invalid', 'logout token: aud')
  const { jti, iat, sub, sid } = claims.data
  if (sub === undefined && sid === undefined) throw new ProviderError('invalid', 'logout token: neither sub nor sid')
  return {
    issuer: String(payload.iss),
    subject: sub === undefined ? null : requireSubject(sub),
    providerSession: sid ?? null,
    id: jti,
    issuedAt: new Date(1000 * iat),
  }
}

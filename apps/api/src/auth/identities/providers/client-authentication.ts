import type { KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import * as client from 'openid-client'
import type { Clock } from '../../../platform/clock.ts'
import type { ProviderSettings } from '../../../platform/settings/provider-values.ts'

const appleSecretSeconds = 60

/** How we prove to a provider who we are: by the secret, as it asks for it, or by a signature (RFC 7523). */
export function clientAuthentication(
  { credential, preset }: ProviderSettings,
  methods: readonly string[] | undefined,
  clock: Pick<Clock, 'now'>,
): client.ClientAuth {
  if ('secret' in credential) {
    // Basic, unless the provider names its ways and this one is missing (OpenID Connect Discovery 1.0, section 3).
    const takesBasic = methods === undefined || methods.includes('client_secret_basic')
    return (takesBasic ? client.ClientSecretBasic : client.ClientSecretPost)(credential.secret)
  }
  const { key, keyId, teamId } = credential
  if (preset === 'apple') return appleSecret(key, keyId ?? '', teamId ?? '', clock)
  const signing = cryptoKeyOf(key) as client.CryptoKey
  return client.PrivateKeyJwt(keyId === null ? signing : { key: signing, kid: keyId })
}

/** Apple's secret is a token that we sign: developer.apple.com, "Creating a client secret". */
const appleSecret =
  (key: KeyObject, keyId: string, teamId: string, clock: Pick<Clock, 'now'>): client.ClientAuth =>
  async (server, { client_id: clientId }, body) => {
    const issuedAt = Math.floor(clock.now().getTime() / 1000)
    const secret = await new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: keyId })
      .setIssuer(teamId)
      .setSubject(clientId)
      .setAudience(server.issuer)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + appleSecretSeconds)
      .sign(key)
    body.set('client_id', clientId)
    body.set('client_secret', secret)
  }

function cryptoKeyOf(key: KeyObject): ReturnType<KeyObject['toCryptoKey']> {
  switch (key.asymmetricKeyType) {
    case 'ec':
      return key.toCryptoKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
    case 'rsa':
      return key.toCryptoKey({ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['sign'])
    default:
      return key.toCryptoKey({ name: 'Ed25519' }, false, ['sign'])
  }
}

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from 'jose'

type Json = Record<string, unknown>
type Endpoint = (request: IncomingMessage, response: ServerResponse, body: URLSearchParams) => unknown

interface Key {
  readonly privateKey: CryptoKey
  readonly jwk: JWK
}

/** A new key pair, whose public part may be published. */
export async function newKey(alg = 'ES256', kid: string = crypto.randomUUID()): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg } }
}

export const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

/**
 * A provider whose every answer a test may replace: by default it answers as a good one does. It has no login page, because a test
 * writes the callback itself.
 */
export async function startHostileProvider() {
  const requests: string[] = []
  const key = await newKey()
  const server = createServer(async (request, response) => {
    const path = request.url?.split('?')[0] ?? ''
    requests.push(path)
    const endpoint = provider.endpoints[path]
    if (endpoint) await endpoint(request, response, new URLSearchParams(await text(request)))
    else response.writeHead(404).end()
  })
  // A test that cuts connections off must not end the process.
  server.on('clientError', (_error, socket) => socket.destroy())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const provider = {
    issuer,
    key,
    /** The path of each request so far. */
    requests,
    metadata: {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/keys`,
      id_token_signing_alg_values_supported: ['ES256', 'HS256', 'none'],
    } as Json,
    keys: [key.jwk],
    /** What the token endpoint answers. */
    tokens: {} as Json,
    userinfo: {} as Json,
    endpoints: {
      '/.well-known/openid-configuration': (_request, response) => json(response, provider.metadata),
      '/keys': (_request, response) => json(response, { keys: provider.keys }),
      '/token': (_request, response) => json(response, provider.tokens),
      '/userinfo': (_request, response) => json(response, provider.userinfo),
    } as Record<string, Endpoint>,
    sign: (claims: Json, header: Partial<JWTHeaderParameters> = {}, by: CryptoKey | Uint8Array = key.privateKey) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: key.jwk.kid ?? '', ...header }).sign(by),
    async close(): Promise<void> {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
  return provider
}

import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'
import { Provider } from 'oidc-provider'
import type { Clock } from '../src/platform/clock.ts'
import { clientId, clientSecret, configurationOf } from './provider-configuration.ts'
import { logIn, walk } from './provider-pages.ts'
import { memory } from './provider-store.ts'

/** The claims of a person at the provider. */
export type ProviderAccount = Record<string, unknown> & {
  email?: string
  email_verified?: boolean
  name?: string
  /** How the person signs in there (RFC 8176). */
  amr?: string[]
}

export interface ProviderOptions {
  /** By their id there, which is their `sub`. */
  readonly accounts?: Record<string, ProviderAccount>
  /** Where it may send people back to. */
  readonly redirectUris: string[]
  /** Where it may send people who signed out. */
  readonly afterSignOut?: string[]
  /** Where it announces the end of a session (OpenID Connect Back-Channel Logout 1.0). */
  readonly backchannelLogoutUri?: string
  /** Whether requests are pushed (RFC 9126). */
  readonly pushes?: boolean
  /** Whether addresses and names are in the ID token. Otherwise only userinfo has them. */
  readonly claimsInIdToken?: boolean
  /** Its tokens are dated by this clock, and not by the machine's. */
  readonly clock?: Pick<Clock, 'now'>
  /** 0: a free one. */
  readonly port?: number
}

export type TestProvider = Awaited<ReturnType<typeof startProvider>>

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

/**
 * Starts a real OpenID Connect provider, with a login page of its own: a field "Account", which takes the id of an account, and the
 * buttons "Continue" and "Cancel". It keeps everything in memory.
 */
export async function startProvider(options: ProviderOptions) {
  const accounts = new Map(Object.entries(options.accounts ?? {}))
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url?.split('?')[0]}`)
    return handler(request, response)
  })
  const port = await listen(server, options.port ?? 0)
  const issuer = `http://127.0.0.1:${port}`
  const adapter = memory()
  let key = await newKey()
  let handler = openHandler()

  function openHandler(): ReturnType<Provider['callback']> {
    const provider = new Provider(issuer, configurationOf(options, { accounts, adapter, key: key.jwk, port }))
    provider.use(async (ctx, next) => {
      if (ctx.path.startsWith('/login/')) return logIn(provider, ctx, accounts)
      await next()
      const body = ctx.body as { id_token?: string } | null
      if (ctx.path === '/token' && body?.id_token && options.clock) body.id_token = await redate(body.id_token)
    })
    return provider.callback()
  }

  /** Dates a token of the machine's time by the given clock. */
  async function redate(token: string): Promise<string> {
    const claims = decodeJwt(token)
    const bySeconds = Math.round(((options.clock?.now().getTime() ?? 0) - Date.now()) / 1000)
    for (const claim of ['iat', 'exp', 'auth_time']) {
      const time = claims[claim]
      if (typeof time === 'number') claims[claim] = time + bySeconds
    }
    return sign(claims, decodeProtectedHeader(token).typ)
  }
  const sign = (claims: JWTPayload, typ = 'JWT') =>
    new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: key.jwk.kid ?? '', typ }).sign(key.privateKey)

  return {
    issuer,
    clientId,
    clientSecret,
    /** May be changed at any time, such as an address. */
    accounts,
    /** The method and path of each request so far. */
    requests,
    /** The settings that add this provider under a name in capitals. */
    environment: (name: string): Record<string, string> => ({
      [`OIDC_${name}_ISSUER`]: issuer,
      [`OIDC_${name}_CLIENT_ID`]: clientId,
      [`OIDC_${name}_CLIENT_SECRET`]: clientSecret,
      OIDC_ALLOW_PRIVATE_ADDRESSES: 'true',
    }),
    /** Signs with a new key from now on, and withdraws the old one. */
    async rotateKeys(): Promise<void> {
      key = await newKey()
      handler = openHandler()
    },
    /** Does what a person does in a browser, without a session there unless the `jar` has one: returns the callback that the provider sends them to. */
    signIn: (address: URL | string, account: string, jar?: Map<string, string>) => walk(address, { account }, jar),
    /** The same, and the person presses "Cancel". */
    cancel: (address: URL | string) => walk(address, { cancel: 'yes' }),
    /** A token that says that a session has ended, to be sent by the test. Other claims replace these; undefined leaves one out. */
    logoutToken(claims: JWTPayload, typ = 'logout+jwt'): Promise<string> {
      const iat = Math.floor((options.clock?.now().getTime() ?? Date.now()) / 1000)
      const usual = { iss: issuer, aud: clientId, iat, exp: iat + 120, jti: crypto.randomUUID() }
      return sign({ ...usual, events: { [logoutEvent]: {} }, ...claims }, typ)
    },
    async close(): Promise<void> {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function newKey() {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk: JWK = { ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), use: 'sig', alg: 'ES256' }
  return { privateKey, jwk }
}

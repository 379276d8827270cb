import * as client from 'openid-client'
import * as z from 'zod/mini'
import type { ProviderSettings } from '../../../platform/settings/provider-values.ts'
import { checkCallback } from './callback.ts'
import { emailOf, isPlain, nameOf } from './claims.ts'
import { clientAuthentication } from './client-authentication.ts'
import { failureOf } from './failures.ts'
import type { Tools } from './oidc.ts'
import { ProviderError, type Ways } from './provider.ts'

const User = z.object({ id: z.int().check(z.positive()), name: z.nullish(z.string()) })
const Emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

/**
 * GitHub: OAuth 2.0 and its API, since it has no ID token for people. The numeric id identifies the person: a username may change hands.
 * Works with GitHub Enterprise by its own issuer: a server, or a subdomain of ghe.com where the data stay in a region.
 */
export function openGithub(settings: ProviderSettings, { fetch: guardedFetch, clock, allowsPrivate }: Tools): Ways {
  const base = settings.issuer
  const isCloud = /^https:\/\/(github\.com|[a-z0-9-]+\.ghe\.com)$/.test(base)
  const api = isCloud ? base.replace('https://', 'https://api.') : `${base}/api/v3`

  const configure = () => {
    const server = {
      // What GitHub would call itself in a callback (RFC 9207).
      issuer: `${base}/login/oauth`,
      authorization_endpoint: `${base}/login/oauth/authorize`,
      token_endpoint: `${base}/login/oauth/access_token`,
    }
    const authentication = clientAuthentication(settings, ['client_secret_post'], clock)
    const config = new client.Configuration(server, settings.clientId, undefined, authentication)
    config[client.customFetch] = guardedFetch
    if (allowsPrivate) client.allowInsecureRequests(config)
    return config
  }

  async function ask<Schema extends z.ZodMiniType>(
    path: string,
    schema: Schema,
    token: string,
  ): Promise<z.output<Schema>> {
    const response = await guardedFetch(`${api}${path}`, {
      method: 'GET',
      headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${token}` },
    })
    if (response.status >= 500 || response.status === 429) throw new ProviderError('down', `API: ${response.status}`)
    // The app lacks the scope or permission for addresses.
    if (response.status === 403 || response.status === 404)
      throw new ProviderError('misconfigured', `API: ${response.status}`)
    const parsed = schema.safeParse(await response.json().catch(() => null))
    if (response.status !== 200 || !parsed.success)
      throw new ProviderError('invalid', 'API: an answer that cannot be read')
    return parsed.data
  }

  return {
    begin: async ({ redirectUri, state, verifier, prompt, loginHint }) =>
      client.buildAuthorizationUrl(configure(), {
        redirect_uri: redirectUri,
        scope: settings.scopes,
        state,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        // GitHub knows no other prompt.
        ...(prompt && { prompt: 'select_account' }),
        ...(loginHint !== undefined && { login: loginHint }),
      }),

    finish: async (callback, { state, verifier, redirectUri, maxAgeMs }) => {
      // It never says when the person proved who they are.
      if (maxAgeMs !== undefined) throw new ProviderError('invalid', 'GitHub tells no time')
      checkCallback(callback, redirectUri)
      const { access_token: token } = await client
        .authorizationCodeGrant(configure(), callback, { pkceCodeVerifier: verifier, expectedState: state })
        .catch(thrown => {
          throw failureOf(thrown, 'exchange')
        })
      const [user, emails] = await Promise.all([
        ask('/user', User, token),
        ask('/user/emails?per_page=100', Emails, token),
      ])
      // Any other address of the account may be unproven.
      const primary = emails.find(each => each.primary && each.verified)
      const email = emailOf(primary?.email)
      return {
        provider: settings.id,
        issuer: settings.issuer,
        subject: String(user.id),
        email,
        isEmailVerified: email !== null && isPlain(primary?.email),
        name: nameOf(user.name),
        methods: ['fed'],
        providerSession: null,
        authenticatedAt: null,
      }
    },

    readLogoutToken: async () => {
      throw new ProviderError('invalid', 'GitHub sends no logout tokens')
    },
    signOutUrl: async () => null,
  }
}

import * as client from 'openid-client'
import { type Clock, machineAheadMs } from '../../../platform/clock.ts'
import { admitsTenant, isMultiTenant } from '../../../platform/settings/provider-presets.ts'
import type { ProviderSettings } from '../../../platform/settings/provider-values.ts'
import { checkCallback } from './callback.ts'
import { checkClaims, checkTime, identityOf } from './claims.ts'
import { clientAuthentication } from './client-authentication.ts'
import { failureOf, type Step } from './failures.ts'
import type { GuardedFetch } from './guarded-fetch.ts'
import { verifyLogoutToken } from './logout-token.ts'
import type { Claims } from './presets.ts'
import { type Prompt, ProviderError, type Ways } from './provider.ts'
import { openPublished } from './published.ts'

/** What each kind of provider needs. */
export interface Tools {
  readonly fetch: GuardedFetch
  readonly clock: Pick<Clock, 'now'>
  /** Whether a provider may be reached by http. The fetch refuses it too. */
  readonly allowsPrivate: boolean
}

/** A provider that speaks OpenID Connect. */
export function openOidc(settings: ProviderSettings, { fetch: guardedFetch, clock, allowsPrivate }: Tools): Ways {
  const issuer = new URL(settings.issuer)
  const execute = [client.enableNonRepudiationChecks, ...(allowsPrivate ? [client.allowInsecureRequests] : [])]
  const published = openPublished(issuer, {
    fetch: guardedFetch,
    clock,
    options: { execute, [client.customFetch]: guardedFetch },
  })

  /** Made for each use, because the library fixes the time and the keys with it. */
  async function configure(): Promise<client.Configuration> {
    const metadata = await published.metadata()
    const answer: client.CustomFetch = async (url, options) => {
      if (url.includes('/.well-known/openid-configuration')) return Response.json(metadata)
      if (url === metadata.jwks_uri) return Response.json(await published.newerKeys())
      return guardedFetch(url, options)
    }
    const clockSkew = Math.round(-machineAheadMs(clock) / 1000)
    return client.discovery(
      issuer,
      settings.clientId,
      { [client.clockSkew]: clockSkew },
      clientAuthentication(settings, metadata.token_endpoint_auth_methods_supported, clock),
      { execute, [client.customFetch]: answer },
    )
  }

  return {
    begin: async ({ redirectUri, state, nonce, verifier, prompt, loginHint }) => {
      const config = await at('discovery', configure)
      const word = prompt && promptAt(settings, config.serverMetadata(), prompt)
      const parameters = {
        redirect_uri: redirectUri,
        scope: settings.scopes,
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...(word && { prompt: word }),
        // Then the answer says when the person proved who they are (OpenID Connect Core 1.0, section 3.1.2.1).
        ...(prompt === 'login' && word === 'login' && { max_age: '0' }),
        ...(loginHint !== undefined && { login_hint: loginHint }),
      }
      if (config.serverMetadata().pushed_authorization_request_endpoint === undefined)
        return at('discovery', async () => client.buildAuthorizationUrl(config, parameters))
      return at('exchange', () => client.buildAuthorizationUrlWithPAR(config, parameters))
    },

    finish: async (callback, { state, nonce, verifier, redirectUri, maxAgeMs }) => {
      checkCallback(callback, redirectUri)
      const config = await at('discovery', configure)
      // The library's own clock is the machine's. It fetches a key that is missing only among keys that are a minute old.
      const aMinuteAgo = Math.floor((clock.now().getTime() + machineAheadMs(clock)) / 1000) - 60
      client.setJwksCache(config, {
        jwks: await at('discovery', published.keys),
        uat: aMinuteAgo,
      })
      const tokens = await at('exchange', () =>
        client.authorizationCodeGrant(config, callback, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        }),
      )
      const claims: Claims = { ...tokens.claims() }
      checkClaims(claims, settings, { idToken: tokens.id_token ?? '', accessToken: tokens.access_token }, clock.now())
      if (maxAgeMs !== undefined) checkTime(claims, maxAgeMs, clock.now())
      checkTenant(settings, claims)
      return identityOf(settings, claims, await profileOf(config, claims, tokens.access_token))
    },

    readLogoutToken: token => verifyLogoutToken(token, { published, clientId: settings.clientId, now: clock.now() }),

    signOutUrl: async returnTo => {
      const config = await at('discovery', configure)
      if (config.serverMetadata().end_session_endpoint === undefined) return null
      return at('discovery', async () => client.buildEndSessionUrl(config, { post_logout_redirect_uri: returnTo }))
    },
  }
}

/**
 * The word by which this provider makes people see which account it is. Many know no choice of accounts: Keycloak passes over the word,
 * others answer it by an error. These are asked for a new sign-in, which every provider knows (OpenID Connect Core 1.0, section 3.1.2.1).
 */
function promptAt(
  { preset }: ProviderSettings,
  { prompt_values_supported: known }: client.ServerMetadata,
  prompt: Prompt,
): Prompt {
  // It knows no prompt for a password, and refuses the word.
  if (preset === 'google') return 'select_account'
  // Microsoft does not announce what it knows.
  const letsChoose = preset === 'microsoft' || (Array.isArray(known) && known.includes('select_account'))
  return letsChoose ? prompt : 'login'
}

async function at<Result>(step: Step, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (thrown) {
    throw failureOf(thrown, step)
  }
}

/** The document that has the person's address: the ID token or userinfo, never some of each. Only the ID token is signed for us. */
async function profileOf(config: client.Configuration, claims: Claims, accessToken: string): Promise<Claims> {
  if (claims.email !== undefined || config.serverMetadata().userinfo_endpoint === undefined) return claims
  // It compares the subjects: another person's answer is refused (OpenID Connect Core 1.0, section 5.3.2).
  return at('userinfo', async () => ({ ...(await client.fetchUserInfo(config, accessToken, String(claims.sub))) }))
}

/**
 * For every tenant, Microsoft's metadata have a template for the issuer, and openid-client puts `tid` into it. So `iss` must be that of
 * the tenant that signed; here we look whether that tenant may sign in.
 */
function checkTenant(settings: ProviderSettings, { tid }: Claims): void {
  if (!isMultiTenant(settings.preset, settings.issuer)) return
  if (typeof tid !== 'string' || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(tid))
    throw new ProviderError('invalid', 'tid')
  if (!admitsTenant(settings, tid)) throw new ProviderError('denied', 'a tenant that may not sign in')
}

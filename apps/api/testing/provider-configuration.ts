import type { JWK } from 'jose'
import type { AdapterFactory, Configuration } from 'oidc-provider'
import type { ProviderAccount, ProviderOptions } from './provider.ts'
import { page } from './provider-pages.ts'

export const clientId = 'latchkey'
export const clientSecret = 'a-secret-between-latchkey-and-the-provider'

interface Parts {
  readonly accounts: ReadonlyMap<string, ProviderAccount>
  readonly adapter: AdapterFactory
  readonly key: JWK
  /** In the names of its cookies, since ports do not tell cookies apart. */
  readonly port: number
}

/** Everything is named that would print a warning otherwise. */
export function configurationOf(options: ProviderOptions, { accounts, adapter, key, port }: Parts): Configuration {
  const names = {
    session: `provider-${port}`,
    interaction: `provider-${port}-login`,
    resume: `provider-${port}-resume`,
  }
  return {
    adapter,
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: options.redirectUris,
        post_logout_redirect_uris: options.afterSignOut ?? [],
        id_token_signed_response_alg: 'ES256',
        ...(options.backchannelLogoutUri !== undefined && {
          backchannel_logout_uri: options.backchannelLogoutUri,
          backchannel_logout_session_required: true,
        }),
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: ['a key of a test'], names },
    claims: { openid: ['sub', 'amr', 'hd'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: !(options.claimsInIdToken ?? true),
    pkce: { required: () => true },
    interactions: { url: (_ctx, interaction) => `/login/${interaction.uid}` },
    ttl: { AccessToken: 300, AuthorizationCode: 60, Grant: 3600, IdToken: 300, Interaction: 600, Session: 3600 },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      pushedAuthorizationRequests: { enabled: options.pushes ?? false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource(ctx, form) {
          const button = '<button form="op.logoutForm" name="logout" value="yes">Sign out</button>'
          ctx.body = page('Sign out', `${form}${button}`)
        },
        postLogoutSuccessSource(ctx) {
          ctx.body = page('Signed out', '')
        },
      },
    },
    renderError(ctx, { error }) {
      ctx.type = 'html'
      ctx.body = page('Error', `<p>${error}</p>`)
    },
    findAccount(_ctx, sub) {
      const claims = accounts.get(sub)
      return claims && { accountId: sub, claims: () => ({ ...claims, sub }) }
    },
    /** So no page asks what the app may know. */
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId, accountId: ctx.oidc.session?.accountId ?? '' })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  }
}

import type { Deps } from '../../../deps.ts'
import { callbackAddress } from '../../identities/providers/callback.ts'
import { openProviders, type Provider, ProviderError } from '../../identities/providers/providers.ts'
import { error, type Finding, note, warning } from './finding.ts'

/** Asks each enabled provider for what a sign-in begins with. Nothing is kept there. */
export async function examineProviders({ settings, clock }: Pick<Deps, 'settings' | 'clock'>): Promise<Finding[]> {
  const list = openProviders(settings, { clock }).list()
  const found = await Promise.all(
    list.map(async provider => {
      const address = callbackAddress(settings.appUrl, provider.id)
      return [
        ...(await problemOf(provider, address, settings)),
        note(
          'provider-callback',
          `OIDC_${provider.id.toUpperCase()}: register this address at ${provider.label}: ${address}`,
        ),
      ]
    }),
  )
  return found.flat()
}

async function problemOf(provider: Provider, redirectUri: string, { providers }: Deps['settings']): Promise<Finding[]> {
  const variable = `OIDC_${provider.id.toUpperCase()}_ISSUER`
  const issuer = providers.find(({ id }) => id === provider.id)?.issuer
  try {
    const random = () => crypto.randomUUID() + crypto.randomUUID()
    await provider.begin({ redirectUri, state: random(), nonce: random(), verifier: random() })
    return []
  } catch (thrown) {
    if (!(thrown instanceof ProviderError)) throw thrown
    const { kind, detail } = thrown
    if (kind === 'down')
      return [
        warning(
          'provider',
          `${variable}: ${issuer} does not answer (${detail}). Check the address, and that this machine may reach it. Until then no one can sign in with ${provider.label}.`,
        ),
      ]
    return [error('provider', `${variable}: ${issuer} cannot be used (${detail}). ${adviceFor(detail, issuer)}`)]
  }
}

function adviceFor(detail: string, issuer: string | undefined): string {
  if (detail === 'a private address')
    return 'Write OIDC_ALLOW_PRIVATE_ADDRESSES=true if the provider is in a network of your own.'
  if (detail.startsWith('discovery'))
    return `Open ${issuer?.replace(/\/$/, '')}/.well-known/openid-configuration, and write what stands there as "issuer".`
  if (/CERT|TLS|SSL|SIGNATURE/.test(detail))
    return 'If its certificate is of an authority of your own, give that to Node by NODE_EXTRA_CA_CERTS.'
  return 'Compare the id, the secret and the address to come back to with those in the console of the provider.'
}

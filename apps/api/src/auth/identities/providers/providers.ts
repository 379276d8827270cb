import type { Clock } from '../../../platform/clock.ts'
import type { Log } from '../../../platform/http/log.ts'
import type { ProviderSettings } from '../../../platform/settings/provider-values.ts'
import type { Settings } from '../../../platform/settings/settings.ts'
import { failureOf } from './failures.ts'
import { openGithub } from './github.ts'
import { type GuardedFetch, openGuardedFetch } from './guarded-fetch.ts'
import { openOidc } from './oidc.ts'
import type { ProvenIdentity, Provider, Providers } from './provider.ts'

export type { FlowSecrets, LogoutRequest, ProvenIdentity, Provider, ProviderFailure, Providers } from './provider.ts'
export { ProviderError } from './provider.ts'

interface Given {
  readonly clock: Pick<Clock, 'now'>
  /** Told of each failure: the provider, the kind, and names that we chose. */
  readonly log?: Log
  readonly fetch?: GuardedFetch
}

/**
 * The providers of the settings. It opens no connection: what a provider publishes is fetched when it is first needed, and kept for a
 * while. So one that is down delays nothing, and only its own way fails.
 */
export function openProviders(
  { providers, allowsPrivateProviders: allowsPrivate }: Pick<Settings, 'providers' | 'allowsPrivateProviders'>,
  { clock, log, fetch = openGuardedFetch({ allowsPrivate }) }: Given,
): Providers {
  const list = providers.filter(({ isDisabled }) => !isDisabled).map(settings => open(settings))
  return { list: () => list, find: id => list.find(each => each.id === id) ?? null }

  function open(settings: ProviderSettings): Provider {
    const { id, label, preset } = settings
    const ways = (preset === 'github' ? openGithub : openOidc)(settings, { fetch, clock, allowsPrivate })
    const told =
      <Given extends unknown[], Result>(way: (...given: Given) => Promise<Result>) =>
      async (...given: Given): Promise<Result> => {
        try {
          return await way(...given)
        } catch (thrown) {
          const failure = failureOf(thrown, 'callback')
          log?.warn(
            { event: 'provider_failed', provider: id, kind: failure.kind, detail: failure.detail },
            failure.message,
          )
          throw failure
        }
      }
    return {
      ...{ id, label, preset },
      begin: told(ways.begin),
      finish: told(ways.finish),
      readLogoutToken: told(ways.readLogoutToken),
      signOutUrl: told(ways.signOutUrl),
      isTrustedFor: identity => isTrustedFor(settings, identity),
    }
  }
}

function isTrustedFor({ id, trustedEmailDomains }: ProviderSettings, identity: ProvenIdentity): boolean {
  const { provider, email, isEmailVerified } = identity
  return provider === id && isEmailVerified && trustedEmailDomains.includes(email?.split('@').at(-1) ?? '')
}

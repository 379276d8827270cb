import type { Clock } from '../../../platform/clock.ts'
import type { Log } from '../../../platform/http/log.ts'
import type { ProviderSettings } from '../../../platform/settings/provider-values.ts'
import type { Settings } from '../../../platform/settings/settings.ts'
import { type GuardedFetch, openGuardedFetch } from './guarded-fetch.ts'
import type { Tools } from './oidc.ts'
import { type ProvenIdentity, type Provider, ProviderError, type Providers, type Ways } from './provider.ts'

export type { FlowSecrets, LogoutRequest, ProvenIdentity, Provider, Providers } from './provider.ts'
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
  const list = providers.filter(({ isDisabled }) => !isDisabled).map(open)
  return { list: () => list, find: id => list.find(each => each.id === id) ?? null }

  function open(settings: ProviderSettings): Provider {
    const { id, label, preset } = settings
    let loaded: Promise<Ways> | undefined
    const told =
      <Given extends unknown[], Result>(choose: (ways: Ways) => (...given: Given) => Promise<Result>) =>
      async (...given: Given): Promise<Result> => {
        try {
          loaded ??= load(settings, { fetch, clock, allowsPrivate })
          return await choose(await loaded)(...given)
        } catch (thrown) {
          throw tell(id, thrown)
        }
      }
    return {
      ...{ id, label, preset },
      begin: told(({ begin }) => begin),
      finish: told(({ finish }) => finish),
      readLogoutToken: told(({ readLogoutToken }) => readLogoutToken),
      signOutUrl: told(({ signOutUrl }) => signOutUrl),
      isTrustedFor: identity => isTrustedFor(settings, identity),
    }
  }

  /** Nothing is wrong if a person says no, or takes too long. */
  function tell(provider: string, thrown: unknown): ProviderError {
    const failure =
      thrown instanceof ProviderError ? thrown : new ProviderError('invalid', `unexpected ${(thrown as Error).name}`)
    const { kind, detail, message } = failure
    const line = { event: 'provider_failed', provider, kind, detail }
    if (kind === 'denied' || kind === 'expired') log?.info(line, message)
    else log?.warn(line, message)
    return failure
  }
}

/** The libraries take some 10 MB, so they are loaded by the first person who signs in with a provider. */
async function load(settings: ProviderSettings, tools: Tools): Promise<Ways> {
  if (settings.preset === 'github') return (await import('./github.ts')).openGithub(settings, tools)
  return (await import('./oidc.ts')).openOidc(settings, tools)
}

function isTrustedFor({ id, trustedEmailDomains }: ProviderSettings, identity: ProvenIdentity): boolean {
  const { provider, email, isEmailVerified } = identity
  return provider === id && isEmailVerified && trustedEmailDomains.includes(email?.split('@').at(-1) ?? '')
}

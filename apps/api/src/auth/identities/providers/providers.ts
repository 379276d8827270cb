import type { Clock } from '../../../platform/clock.ts'
import type { Log } from '../../../platform/http/log.ts'
import type { Settings } from '../../../platform/settings/settings.ts'
import { type Provider, ProviderError, type Providers } from './provider.ts'

export type { FlowSecrets, LogoutRequest, ProvenIdentity, Provider, ProviderFailure, Providers } from './provider.ts'
export { ProviderError } from './provider.ts'

/** The providers of the settings. It opens no connection: what a provider publishes is fetched when it is first needed, and kept for a while. */
export function openProviders(
  settings: Pick<Settings, 'providers' | 'allowsPrivateProviders'>,
  deps: { clock: Pick<Clock, 'now'>; log?: Log },
): Providers {
  const unbuilt = async (): Promise<never> => {
    deps.log?.warn('not built yet')
    throw new ProviderError('down', 'not built yet')
  }
  const list: Provider[] = settings.providers
    .filter(({ isDisabled }) => !isDisabled)
    .map(({ id, label, preset }) => ({
      ...{ id, label, preset, begin: unbuilt, finish: unbuilt, readLogoutToken: unbuilt, signOutUrl: unbuilt },
      isTrustedFor: () => false,
    }))
  return { list: () => list, find: id => list.find(each => each.id === id) ?? null }
}

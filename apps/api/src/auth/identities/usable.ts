import type { Identity } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { admitsTenant, isMultiTenant } from '../../platform/settings/provider-presets.ts'
import type { ProviderSettings } from '../../platform/settings/provider-values.ts'
import type { LockedAccount } from '../account/change-account.ts'
import * as store from './store.ts'

/** The issuer of one organisation at Microsoft. */
const microsoftTenant = /^https:\/\/login\.microsoftonline\.com\/([0-9a-f-]{36})\/v2\.0$/

/** Whether an enabled provider of the settings speaks for this issuer, so that the identity signs its person in. */
export const isUsable = ({ settings }: Pick<Deps, 'settings'>, { issuer }: Pick<Identity, 'issuer'>): boolean =>
  settings.providers.some(provider => !provider.isDisabled && speaksFor(provider, issuer))

function speaksFor(settings: ProviderSettings, issuer: string): boolean {
  const { preset, issuer: own } = settings
  // As the library compares them: with or without a last slash, and in small letters.
  if (!isMultiTenant(preset, own)) return new URL(own).href === new URL(issuer).href
  const tenant = microsoftTenant.exec(issuer)?.[1]
  return tenant !== undefined && admitsTenant(settings, tenant)
}

/** Whether the person can sign in with an account at a provider. */
export const hasUsableIdentity = async ({ deps, tx, user }: LockedAccount): Promise<boolean> =>
  (await store.list(tx, user.id)).some(identity => isUsable(deps, identity))

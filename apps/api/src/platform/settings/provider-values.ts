import type { KeyObject } from 'node:crypto'
import { type Given, isQuoted } from './given-values.ts'
import { type PresetName, presetOf, providerPresets } from './provider-presets.ts'
import { issuerOf, problemsTogether } from './provider-problems.ts'
import { SomeVariables, Variables } from './provider-variables.ts'

/** A provider that people may sign in with, as the operator wrote it. */
export interface ProviderSettings {
  /** The NAME of its variables, in small letters. */
  readonly id: string
  readonly label: string
  readonly preset: PresetName
  readonly issuer: string
  readonly clientId: string
  /** How we prove to the provider who we are. Apple's key also needs the team's id. */
  readonly credential:
    | { readonly secret: string }
    | { readonly key: KeyObject; readonly keyId: string | null; readonly teamId: string | null }
  readonly scopes: string
  /** Tenants of Microsoft whose people may sign in. Empty: those of every tenant. */
  readonly tenants: readonly string[]
  /** Domains whose verified addresses this provider may link without another proof. */
  readonly trustedEmailDomains: readonly string[]
  /** A disabled one neither signs in nor links. */
  readonly isDisabled: boolean
}

export const providerVariables = Object.keys(Variables.shape)

/** The NAME in the variable of a provider. Undefined for any other variable. */
function nameIn(variable: string): string | undefined {
  const [, name, suffix = ''] = /^OIDC_([A-Z][A-Z0-9]{0,31})_(\w+)$/.exec(variable) ?? []
  return providerVariables.includes(suffix) ? name : undefined
}

/** Whether a variable belongs to a provider. */
export const isProviderVariable = (name: string): boolean => nameIn(name) !== undefined

/**
 * Reads the providers, in the order of their names. `problems` says a sentence for each bad variable, which begins with its name.
 * `known` are the settings that begin with OIDC_ and belong to no provider.
 */
export function readProviders(
  given: Given,
  known: readonly string[],
): { providers: ProviderSettings[]; problems: string[] } {
  const names = Object.keys(given).filter(name => name.startsWith('OIDC_') && !known.includes(name))
  const unknown = names.filter(name => !isProviderVariable(name))
  const ids = [...new Set(names.flatMap(name => nameIn(name) ?? []))].sort()
  const read = ids.map(id => readProvider(id, given))
  return {
    providers: read.flatMap(({ provider }) => provider ?? []),
    problems: [
      ...unknown.map(
        name =>
          `${name} is no setting. A provider's variables are OIDC_NAME_ and one of ${providerVariables.join(', ')}; NAME is letters and digits`,
      ),
      ...ids
        .filter(id => taken.includes(id))
        .map(
          id => `OIDC_${id}_CLIENT_ID names a provider ${id}, whose addresses this server needs. Choose another NAME`,
        ),
      ...read.flatMap(({ problems }) => problems),
    ],
  }
}

/** Calls beside `/api/sessions/with/NAME` (`contracts/auth/identities.ts`): a provider with such a name could not be reached. */
const taken = ['PENDING', 'LINK', 'EXCHANGE']

function readProvider(name: string, given: Given): { provider?: ProviderSettings; problems: string[] } {
  const variable = (suffix: string) => `OIDC_${name}_${suffix}`
  const own: Given = Object.fromEntries(providerVariables.map(suffix => [suffix, given[variable(suffix)]]))
  const quoted = providerVariables.filter(suffix => isQuoted(own[suffix]))
  const parsed = Variables.safeParse(own)
  const issues = (parsed.error?.issues ?? [])
    .map(({ path: [suffix], message }) => [String(suffix), message] as const)
    .filter(([suffix]) => !quoted.includes(suffix))
  const bad = [...quoted, ...issues.map(([suffix]) => suffix)]
  const good = SomeVariables.parse(Object.fromEntries(Object.entries(own).filter(([suffix]) => !bad.includes(suffix))))
  const preset = good.PRESET ?? presetOf(name.toLowerCase()) ?? 'oidc'
  const allowsPrivate = given.OIDC_ALLOW_PRIVATE_ADDRESSES === 'true'
  const problems = [
    ...quoted.map(
      suffix => [suffix, 'is in quotes. Remove them: only a shell and a .env file take quotes off'] as const,
    ),
    ...issues.map(([suffix, message]) => [suffix, own[suffix] === undefined ? clientIdMissing : message] as const),
    ...problemsTogether(good, { preset, bad, allowsPrivate }),
  ].map(([suffix, sentence]) => `${variable(suffix)} ${sentence}`)
  return parsed.success && problems.length === 0
    ? { provider: settingsOf(name, parsed.data, preset), problems }
    : { problems }
}

/** Of all variables only this one must be set for every provider. */
const clientIdMissing = 'must be set: it is the client id that the console of the provider shows'

function settingsOf(name: string, own: Variables, preset: PresetName): ProviderSettings {
  const { PRIVATE_KEY: key, CLIENT_SECRET: secret = '' } = own
  return {
    id: name.toLowerCase(),
    label: own.LABEL ?? (providerPresets[preset].label || name[0] + name.slice(1).toLowerCase()),
    preset,
    issuer: preset === 'github' ? spelling(issuerOf(preset, own) ?? '') : (issuerOf(preset, own) ?? ''),
    clientId: own.CLIENT_ID,
    credential: key ? { key, keyId: own.KEY_ID ?? null, teamId: own.TEAM_ID ?? null } : { secret },
    scopes: own.SCOPES ?? providerPresets[preset].scopes,
    tenants: own.TENANTS ?? [],
    trustedEmailDomains: own.TRUST_EMAIL_DOMAINS ?? [],
    isDisabled: own.DISABLED ?? false,
  }
}

/** One spelling of an address. GitHub names no issuer, so ours is part of who a person is, and a slash more must change no one. */
const spelling = (address: string): string => new URL(address).href.replace(/\/+$/, '')

import { isMultiTenant, type PresetName, presetOfIssuer, providerPresets } from './provider-presets.ts'
import type { SomeVariables } from './provider-variables.ts'

/** The issuer of the variables, or that of the preset. */
export const issuerOf = (preset: PresetName, { ISSUER: issuer }: SomeVariables): string | undefined =>
  issuer ?? (providerPresets[preset] as { issuer?: string }).issuer

/** Presets whose provider takes no signature in place of the secret. */
const withSecretOnly: readonly PresetName[] = ['google', 'microsoft', 'gitlab', 'github']

/** Anyone has an account at their own addresses, and keeps an address there that now belongs to someone else. */
const openToAll: readonly PresetName[] = ['github', 'gitlab']

type Problem = readonly [variable: keyof SomeVariables, sentence: string]

/**
 * What is wrong with the variables of one provider, taken together: the variable, and what to write. `bad`: those that are wrong by
 * themselves. Rules that read one of them say nothing, since they would be about a value that no one wrote.
 */
export function problemsTogether(
  own: SomeVariables,
  { preset, bad, allowsPrivate }: { preset: PresetName; bad: readonly string[]; allowsPrivate: boolean },
): Problem[] {
  const areGood = (...variables: (keyof SomeVariables)[]) => !variables.some(variable => bad.includes(variable))
  if (!areGood('PRESET')) return []
  return [
    ...(areGood('ISSUER', 'TENANTS', 'TRUST_EMAIL_DOMAINS') ? problemsOfIssuer(own, preset, allowsPrivate) : []),
    ...(areGood('SCOPES') ? problemsOfScopes(own, preset) : []),
    ...(areGood('CLIENT_SECRET', 'PRIVATE_KEY', 'KEY_ID', 'TEAM_ID') ? problemsOfCredential(own, preset) : []),
  ]
}

const present = (problems: (Problem | false)[]): Problem[] => problems.filter(problem => problem !== false)

function problemsOfIssuer(own: SomeVariables, preset: PresetName, allowsPrivate: boolean): Problem[] {
  const issuer = issuerOf(preset, own)
  if (issuer === undefined) return [['ISSUER', 'must be set: the address that the provider calls its issuer']]
  const only = presetOfIssuer(issuer)
  return present([
    issuer.startsWith('http:') &&
      !allowsPrivate && [
        'ISSUER',
        'must begin with https://. Only OIDC_ALLOW_PRIVATE_ADDRESSES=true allows http, for development',
      ],
    // The rules of another preset would take an address for verified that its owner lost, or let every tenant in.
    only !== undefined &&
      only !== preset && ['PRESET', `must be ${only} for the issuer ${issuer}: other presets do not know its rules`],
    only !== undefined &&
      openToAll.includes(only) &&
      own.TRUST_EMAIL_DOMAINS !== undefined && [
        'TRUST_EMAIL_DOMAINS',
        `must not be set for ${issuer}: an address there stays verified after its owner has left your domain`,
      ],
    own.TENANTS !== undefined &&
      !isMultiTenant(preset, issuer) && [
        'TENANTS',
        'must not be set: only Microsoft with the issuer of every tenant has any use for it',
      ],
    ...(preset === 'microsoft' ? problemsOfMicrosoft(own, issuer) : []),
  ])
}

function problemsOfScopes(own: SomeVariables, preset: PresetName): Problem[] {
  const scopes = (own.SCOPES ?? providerPresets[preset].scopes).split(' ')
  return present([
    preset !== 'github' && !scopes.includes('openid') && ['SCOPES', 'must contain openid, with a space between scopes'],
    preset === 'apple' &&
      scopes.join() !== 'openid' && [
        'SCOPES',
        'must be openid alone: for others Apple answers by a POST, which arrives without the cookie that holds the state',
      ],
  ])
}

function problemsOfCredential(own: SomeVariables, preset: PresetName): Problem[] {
  if (preset === 'apple') return problemsOfApple(own)
  const { CLIENT_SECRET: secret, PRIVATE_KEY: key } = own
  if (secret !== undefined && key !== undefined)
    return [['CLIENT_SECRET', 'and PRIVATE_KEY are both set. Keep one of them']]
  if (secret === undefined && withSecretOnly.includes(preset))
    return [['CLIENT_SECRET', `must be set: ${providerPresets[preset].label} takes no key`]]
  if (secret === undefined && key === undefined) return [['CLIENT_SECRET', 'must be set, or PRIVATE_KEY in its place']]
  return []
}

function problemsOfApple(own: SomeVariables): Problem[] {
  const { PRIVATE_KEY: key, KEY_ID: keyId, TEAM_ID: teamId, CLIENT_SECRET: secret } = own
  return present([
    secret !== undefined && ['CLIENT_SECRET', 'must not be set: it is made from PRIVATE_KEY, KEY_ID and TEAM_ID'],
    key === undefined && ['PRIVATE_KEY', 'must be set: the text of the file .p8 that Apple gave you'],
    key !== undefined &&
      key.asymmetricKeyType !== 'ec' && ['PRIVATE_KEY', 'must be the key that Apple made, of the type EC'],
    keyId === undefined && ['KEY_ID', 'must be set: the id of the key, as Apple shows it'],
    teamId === undefined && ['TEAM_ID', 'must be set: the id of your team at Apple'],
  ])
}

/** openid-client knows the issuer of every tenant at the worldwide address only. */
function problemsOfMicrosoft(own: SomeVariables, issuer: string): Problem[] {
  const isForAll = /^https:\/\/login\.microsoftonline\.com\/(common|organizations)\/v2\.0$/.test(issuer)
  if (!isForAll && !/\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/v2\.0$/.test(issuer))
    return [
      [
        'ISSUER',
        'must end in the id of your tenant and /v2.0. For every tenant it must be https://login.microsoftonline.com/common/v2.0, or organizations in place of common',
      ],
    ]
  if (isForAll && own.TRUST_EMAIL_DOMAINS !== undefined && own.TENANTS === undefined)
    return [['TRUST_EMAIL_DOMAINS', 'needs TENANTS: otherwise it would trust every organisation with your domain']]
  return []
}

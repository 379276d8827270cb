import { createPrivateKey, type KeyObject } from 'node:crypto'
import { line } from '@latchkey/contracts/lines'
import * as z from 'zod/mini'
import { type Given, isQuoted } from './given-values.ts'
import { isMultiTenant, type PresetName, presetOf, providerPresets } from './provider-presets.ts'
import { domain, yesOrNo } from './setting-values.ts'

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

const mostLabelCharacters = 40

const visible = (most: number, sentence: string) =>
  z.string().check(z.refine(value => value.length <= most && /^[\x21-\x7e]+$/.test(value), sentence))

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Parts separated by commas, in small letters. */
const list = (isPart: (part: string) => boolean, sentence: string) =>
  z.pipe(
    z.pipe(
      z.string(),
      z.transform(value => value.split(',').map(part => part.trim().toLowerCase())),
    ),
    z.array(z.string()).check(z.refine(parts => parts.every(isPart), sentence)),
  )

/** A line break that was written as \n counts as one: many places keep a variable on one line. */
const privateKey = z.pipe(
  z.string(),
  z.transform((value, { issues }) => {
    const key = readKey(value.replaceAll('\\n', '\n'))
    if (key) return key
    issues.push({
      code: 'custom',
      input: value,
      message:
        'must be a private key as PEM that begins with -----BEGIN PRIVATE KEY-----: EC on the curve P-256, RSA of 2048 bits or more, or Ed25519',
    })
    return z.NEVER
  }),
)

function readKey(pem: string): KeyObject | null {
  if (!pem.startsWith('-----BEGIN PRIVATE KEY-----')) return null
  try {
    const key = createPrivateKey(pem)
    const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {}
    const isSuitable =
      (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') ||
      (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048) ||
      key.asymmetricKeyType === 'ed25519'
    return isSuitable ? key : null
  } catch {
    return null
  }
}

/** The variables of one provider, each after `OIDC_NAME_`. */
const Variables = z.object({
  ISSUER: z.optional(
    z.string().check(
      z.refine(value => {
        const url = URL.canParse(value) ? new URL(value) : undefined
        return (
          url !== undefined &&
          /^https?:$/.test(url.protocol) &&
          !/[?#]/.test(value) &&
          url.username + url.password === '' &&
          !url.pathname.includes('/.well-known/')
        )
      }, 'must be the address of the issuer, such as https://sso.example.com/realms/staff, without /.well-known and what follows'),
    ),
  ),
  CLIENT_ID: visible(255, 'must be the client id that the console of the provider shows, without spaces'),
  CLIENT_SECRET: z.optional(visible(4096, 'must be the secret that the console of the provider shows, without spaces')),
  PRIVATE_KEY: z.optional(privateKey),
  KEY_ID: z.optional(visible(255, 'must be the id of the key, as the console of the provider shows it')),
  TEAM_ID: z.optional(
    z.string().check(z.regex(/^[A-Z0-9]{10}$/, 'must be the id of your team at Apple: 10 letters and digits')),
  ),
  SCOPES: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/,
          'must be scopes with one space between them',
        ),
      ),
  ),
  LABEL: z.optional(
    z
      .string()
      .check(
        z.refine(
          value => value.length <= mostLabelCharacters && line('nameMissing').safeParse(value).success,
          `must be what the button calls the provider, in at most ${mostLabelCharacters} characters`,
        ),
      ),
  ),
  PRESET: z.optional(
    z.enum(
      Object.keys(providerPresets) as [PresetName, ...PresetName[]],
      `must be ${Object.keys(providerPresets).join(', ')}`,
    ),
  ),
  TENANTS: z.optional(
    list(
      part => guid.test(part),
      'must be ids of tenants, such as 72f988bf-86f1-41af-91ab-2d7cd011db47, separated by commas',
    ),
  ),
  TRUST_EMAIL_DOMAINS: z.optional(
    list(part => domain.safeParse(part).success, 'must be domains such as example.com, separated by commas'),
  ),
  DISABLED: z.optional(yesOrNo),
})
type Variables = z.output<typeof Variables>

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
  const issues = parsed.success ? [] : parsed.error.issues
  const problems = [
    ...quoted.map(
      suffix => `${variable(suffix)} is in quotes. Remove them: only a shell and a .env file take quotes off`,
    ),
    ...issues
      .map(({ path: [suffix], message }) => [String(suffix), message] as const)
      .filter(([suffix]) => !quoted.includes(suffix))
      .map(
        ([suffix, message]) =>
          `${variable(suffix)} ${own[suffix] === undefined ? 'must be set: it is the client id that the console of the provider shows' : message}`,
      ),
  ]
  if (!parsed.success || problems.length > 0) return { problems }
  const preset = parsed.data.PRESET ?? presetOf(name.toLowerCase()) ?? 'oidc'
  const together = problemsTogether(parsed.data, preset, given.OIDC_ALLOW_PRIVATE_ADDRESSES === 'true').map(
    ([suffix, sentence]) => `${variable(suffix)} ${sentence}`,
  )
  return together.length > 0
    ? { problems: together }
    : { provider: settingsOf(name, parsed.data, preset), problems: [] }
}

const issuerOf = (preset: PresetName, { ISSUER: issuer }: Variables): string | undefined =>
  issuer ?? (providerPresets[preset] as { issuer?: string }).issuer

/** Presets whose provider takes no signature in place of the secret. */
const withSecretOnly: readonly PresetName[] = ['google', 'microsoft', 'gitlab', 'github']

/** What is wrong with the variables of one provider, taken together: the variable, and what to write. */
function problemsTogether(own: Variables, preset: PresetName, allowsPrivate: boolean): [string, string][] {
  const issuer = issuerOf(preset, own)
  const scopes = (own.SCOPES ?? providerPresets[preset].scopes).split(' ')
  const problems: ([string, string] | false)[] = [
    issuer === undefined && ['ISSUER', 'must be set: the address that the provider calls its issuer'],
    issuer?.startsWith('http:') === true &&
      !allowsPrivate && [
        'ISSUER',
        'must begin with https://. Only OIDC_ALLOW_PRIVATE_ADDRESSES=true allows http, for development',
      ],
    preset !== 'github' && !scopes.includes('openid') && ['SCOPES', 'must contain openid, with a space between scopes'],
    own.TENANTS !== undefined &&
      !isMultiTenant(preset, issuer ?? '') && [
        'TENANTS',
        'must not be set: only Microsoft with the issuer of every tenant has any use for it',
      ],
  ]
  return [
    ...problems.filter(problem => problem !== false),
    ...(preset === 'apple' ? problemsOfApple(own, scopes) : problemsOfCredential(own, preset)),
    ...(preset === 'microsoft' ? problemsOfMicrosoft(own, issuer ?? '') : []),
  ]
}

function problemsOfCredential(
  { CLIENT_SECRET: secret, PRIVATE_KEY: key }: Variables,
  preset: PresetName,
): [string, string][] {
  if (secret !== undefined && key !== undefined)
    return [['CLIENT_SECRET', 'and PRIVATE_KEY are both set. Keep one of them']]
  if (secret === undefined && withSecretOnly.includes(preset))
    return [['CLIENT_SECRET', `must be set: ${providerPresets[preset].label} takes no key`]]
  if (secret === undefined && key === undefined) return [['CLIENT_SECRET', 'must be set, or PRIVATE_KEY in its place']]
  return []
}

function problemsOfApple(own: Variables, scopes: readonly string[]): [string, string][] {
  const { PRIVATE_KEY: key, KEY_ID: keyId, TEAM_ID: teamId, CLIENT_SECRET: secret } = own
  const problems: ([string, string] | false)[] = [
    secret !== undefined && ['CLIENT_SECRET', 'must not be set: it is made from PRIVATE_KEY, KEY_ID and TEAM_ID'],
    key === undefined && ['PRIVATE_KEY', 'must be set: the text of the file .p8 that Apple gave you'],
    key !== undefined &&
      key.asymmetricKeyType !== 'ec' && ['PRIVATE_KEY', 'must be the key that Apple made, of the type EC'],
    keyId === undefined && ['KEY_ID', 'must be set: the id of the key, as Apple shows it'],
    teamId === undefined && ['TEAM_ID', 'must be set: the id of your team at Apple'],
    scopes.join() !== 'openid' && [
      'SCOPES',
      'must be openid alone: for others Apple answers by a POST, which arrives without the cookie that holds the state',
    ],
  ]
  return problems.filter(problem => problem !== false)
}

/** openid-client knows the issuer of every tenant at the worldwide address only. */
function problemsOfMicrosoft(own: Variables, issuer: string): [string, string][] {
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

function settingsOf(name: string, own: Variables, preset: PresetName): ProviderSettings {
  const { PRIVATE_KEY: key, CLIENT_SECRET: secret = '' } = own
  return {
    id: name.toLowerCase(),
    label: own.LABEL ?? (providerPresets[preset].label || name[0] + name.slice(1).toLowerCase()),
    preset,
    issuer: issuerOf(preset, own) ?? '',
    clientId: own.CLIENT_ID,
    credential: key ? { key, keyId: own.KEY_ID ?? null, teamId: own.TEAM_ID ?? null } : { secret },
    scopes: own.SCOPES ?? providerPresets[preset].scopes,
    tenants: own.TENANTS ?? [],
    trustedEmailDomains: own.TRUST_EMAIL_DOMAINS ?? [],
    isDisabled: own.DISABLED ?? false,
  }
}

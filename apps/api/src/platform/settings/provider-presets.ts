/** What the settings of a provider may leave out, because its preset knows it. The rules of its answers are in `auth/identities/providers`. */
interface Preset {
  readonly label: string
  /** Undefined: each customer has an address of their own. */
  readonly issuer?: string
  readonly scopes: string
}

const usual = 'openid email profile'

/** Every provider that is known by name. `oidc` is any other that speaks OpenID Connect. */
export const providerPresets = {
  google: { label: 'Google', issuer: 'https://accounts.google.com', scopes: usual },
  microsoft: { label: 'Microsoft', issuer: 'https://login.microsoftonline.com/common/v2.0', scopes: usual },
  // Apple answers a request for `name` or `email` by a POST from its own site. Browsers then withhold the cookie that holds the state.
  apple: { label: 'Apple', issuer: 'https://appleid.apple.com', scopes: 'openid' },
  gitlab: { label: 'GitLab', issuer: 'https://gitlab.com', scopes: usual },
  // Not OpenID Connect: OAuth 2.0 and an API.
  github: { label: 'GitHub', issuer: 'https://github.com', scopes: 'read:user user:email' },
  okta: { label: 'Okta', scopes: usual },
  auth0: { label: 'Auth0', scopes: usual },
  keycloak: { label: 'Keycloak', scopes: usual },
  oidc: { label: '', scopes: usual },
} as const satisfies Record<string, Preset>

export type PresetName = keyof typeof providerPresets

/** The preset of this name, if there is one. */
export const presetOf = (name: string): PresetName | null =>
  Object.hasOwn(providerPresets, name) ? (name as PresetName) : null

/** Sites whose answers only one preset reads rightly: which addresses are verified, and which tenants may sign in. */
const presetOfHost: ReadonlyMap<string, PresetName> = new Map([
  ['accounts.google.com', 'google'],
  ['login.microsoftonline.com', 'microsoft'],
  ['login.microsoftonline.us', 'microsoft'],
  ['login.partner.microsoftonline.cn', 'microsoft'],
  ['sts.windows.net', 'microsoft'],
  ['appleid.apple.com', 'apple'],
  ['gitlab.com', 'gitlab'],
  ['github.com', 'github'],
])

/** The one preset that an issuer may have. Undefined, if it may have any. */
export const presetOfIssuer = (issuer: string): PresetName | undefined => presetOfHost.get(new URL(issuer).hostname)

/** Whether every organisation of Microsoft may sign in here, so that each person's issuer is that of their own tenant. */
export const isMultiTenant = (preset: PresetName, issuer: string): boolean =>
  preset === 'microsoft' && /\/(common|organizations)\/v2\.0$/.test(issuer)

/** The tenant of every private account at Microsoft. */
const privateAccounts = '9188040d-6c67-4c5b-b112-36a304b66dad'

/** Whether people of this tenant may sign in by an issuer of every tenant. `organizations` leaves private accounts out. */
export const admitsTenant = (
  { issuer, tenants }: { readonly issuer: string; readonly tenants: readonly string[] },
  tenant: string,
): boolean =>
  (tenants.length === 0 || tenants.includes(tenant)) &&
  !(tenant === privateAccounts && issuer.endsWith('/organizations/v2.0'))

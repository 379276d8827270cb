import type { Mutation } from '../mutation.ts'
import {
  conditionBecomes,
  dropOperand,
  dropProperty,
  dropStatement,
  expressionBecomes,
  never,
  propertyBecomes,
  valueBecomes,
} from '../operators.ts'

const tests = (name: string) => `identities/providers/${name}.test.ts`
const hostile = { bugs: [], test: tests('hostile') }
const guarded = { bugs: [], test: tests('guarded-fetch') }
const logout = { bugs: [], test: tests('logout-token') }
const presets = { bugs: [], test: tests('presets') }
const github = { bugs: [], test: tests('github') }
const real = { bugs: [], test: tests('oidc') }
const settings = { bugs: [], test: 'settings/provider-values.test.ts', title: 'say what is wrong: %s' }
const byClaims = { ...hostile, in: 'checkClaims', title: 'by its claims: %s' }
const callback = { ...hostile, in: 'checkCallback', title: '%s, before the code is sent anywhere' }

/** What a provider says is believed only as far as it is proven, and no provider leads our requests astray. */
export const providers: readonly Mutation[] = [
  {
    ...hostile,
    guard: 'the signature of an ID token is checked',
    in: 'openOidc',
    change: expressionBecomes('client.enableNonRepudiationChecks', '() => {}'),
    title: 'by its signature: %s',
  },
  { ...byClaims, guard: 'an ID token from the future is refused', change: never('iat > nowSeconds') },
  { ...byClaims, guard: 'an ID token made long ago is refused', change: never('iat < nowSeconds') },
  { ...byClaims, guard: 'an ID token for several clients is refused', change: never('length !== 1') },
  { ...byClaims, guard: 'an ID token made for another party is refused', change: never('azp !== clientId') },
  { ...byClaims, guard: 'an ID token belongs to the access token beside it', change: never('hashOf') },
  {
    ...byClaims,
    guard: 'a subject is neither empty nor huge, and is ASCII',
    in: 'requireSubject',
    change: conditionBecomes('sub', "typeof sub === 'string'"),
  },
  {
    ...hostile,
    guard: 'an address from userinfo brings its own verification along',
    in: 'identityOf',
    change: expressionBecomes('isVerified[preset](profile, email)', 'isVerified[preset](claims, email)'),
    title: 'comes from userinfo with what userinfo says about it, if the ID token has none',
  },
  {
    ...hostile,
    guard: 'userinfo is of the person of the ID token',
    in: 'profileOf',
    change: expressionBecomes('String(claims.sub)', 'client.skipSubjectCheck'),
    title: 'of another person, or of none, is refused',
  },
  {
    ...hostile,
    guard: 'an address counts as verified by true alone',
    in: 'saysSo',
    change: expressionBecomes('claims.email_verified === true', 'Boolean(claims.email_verified)'),
    title: '%s',
  },
  { ...callback, guard: 'a callback belongs to the path that the flow began with', change: never('redirectUri') },
  { ...callback, guard: 'no parameter of a callback is there twice', change: never('names') },
  { ...callback, guard: 'a callback has a size', change: never('mostCharacters') },
  {
    ...hostile,
    guard: 'a failure holds a code of a provider only if it is a known one',
    in: 'failureOfCode',
    change: expressionBecomes("'an unknown error code'", 'String(code)'),
    title: 'shows and logs nothing that the provider wrote',
  },
  {
    ...hostile,
    guard: 'forged keys make us ask the provider once in ten seconds',
    in: 'cached.refresh',
    change: conditionBecomes('isOlder', 'false'),
    title: 'that are unknown are looked for once in ten seconds, and not for each token',
  },
  {
    ...hostile,
    guard: 'a key that the provider has withdrawn stops working',
    in: 'openPublished',
    change: propertyBecomes('keysForMs', 'forMs: 86_400_000'),
    title: 'that the provider has withdrawn stop working within five minutes',
  },
  {
    ...real,
    guard: 'a disabled provider is not found',
    in: 'openProviders',
    change: expressionBecomes('!isDisabled', 'true'),
    title: 'is not found if it is disabled or was never there',
  },
  {
    ...real,
    guard: 'trust in a domain covers verified addresses alone',
    in: 'isTrustedFor',
    change: dropOperand('isEmailVerified'),
    title: 'covers its verified addresses of that very domain',
  },
  {
    ...real,
    guard: 'trust in a domain covers what this provider says',
    in: 'isTrustedFor',
    change: dropOperand('provider === id'),
    title: 'does not cover what another provider says',
  },
  {
    ...guarded,
    guard: 'an address is looked at as the connection is made, not before',
    in: 'guardedLookup',
    change: dropStatement('requirePublic'),
    title: 'where a name had a public one when it was looked up before (DNS rebinding)',
  },
  {
    ...guarded,
    guard: 'a literal private address is refused',
    in: 'openGuardedFetch',
    change: never('isIP'),
    title: 'where it is written as %s',
  },
  {
    ...guarded,
    guard: 'special addresses of IPv6 are none of the public internet',
    in: 'isPublicAddress',
    change: dropOperand('globalUnicast'),
    title: 'but not %s',
  },
  {
    ...guarded,
    guard: 'providers are asked by https',
    in: 'openGuardedFetch',
    change: never("protocol !== 'https:'"),
    title: 'goes by https alone',
  },
  {
    ...guarded,
    guard: 'an answer has a size',
    in: 'readAll',
    change: never('mostBytes'),
    title: 'may have 256 kB and no more',
  },
  {
    ...guarded,
    guard: 'an answer as a whole has its time',
    in: 'openGuardedFetch',
    change: valueBecomes('signal', 'AbortSignal.timeout(2 ** 30)'),
    title: 'that comes byte by byte is cut off in time',
  },
  {
    ...presets,
    guard: 'an address of Microsoft is verified by xms_edov alone (nOAuth)',
    in: 'isVerified',
    change: expressionBecomes('claims.xms_edov === true', 'claims.email_verified === true || claims.xms_edov === true'),
    title: 'proves an address by xms_edov alone, so an administrator elsewhere cannot claim it (nOAuth): %j',
  },
  {
    ...presets,
    guard: 'an address that Google only asked once is not verified',
    in: 'isVerified',
    change: dropOperand('gmail'),
    title: 'that says %j proves the address: %s',
  },
  {
    ...presets,
    guard: 'a provider that knows no choice of accounts asks for a new sign-in',
    in: 'promptAt',
    change: conditionBecomes('letsChoose', 'true'),
    title: 'by %s at %s, %s, which knows %j',
  },
  {
    ...presets,
    guard: 'only named tenants sign in',
    in: 'checkTenant',
    change: never('tenants.length'),
    title: 'lets only those tenants in that the settings name, if they name any',
  },
  {
    ...presets,
    guard: 'one factor at a provider does not count as two',
    in: 'provenMethods',
    change: expressionBecomes('has(knowledge) && has(possession)', 'has(knowledge) || has(possession)'),
    title: '%j counts as two factors: %s',
  },
  {
    ...github,
    guard: 'GitHub proves a verified address alone',
    in: 'openGithub',
    change: dropOperand('each.verified'),
    title: 'proves no address if the primary one is not verified, even if others are',
  },
  {
    ...github,
    guard: 'GitHub proves the primary address alone',
    in: 'openGithub',
    change: dropOperand('each.primary'),
    title: 'proves a person by their numeric id and their primary address',
  },
  ...['nonce', 'events', 'exp', 'jti'].map(
    (name): Mutation => ({
      ...logout,
      guard: `a logout token is refused for its ${name}`,
      in: 'Claims',
      file: 'providers/logout-token.ts',
      change: dropProperty(name),
      title: 'is refused with %s',
    }),
  ),
  {
    ...logout,
    guard: 'a logout token is signed in a way that the provider announces',
    in: 'verifyLogoutToken',
    change: dropProperty('algorithms'),
    title: 'is refused with a signature of a kind that the provider does not announce',
  },
  {
    ...logout,
    guard: 'a logout token is for us',
    in: 'verifyLogoutToken',
    change: dropProperty('audience'),
    title: 'is refused with %s',
  },
  {
    ...logout,
    guard: 'a token for something else ends no session',
    in: 'verifyLogoutToken',
    change: never('types'),
    title: 'is refused if it is a token for something else by its type',
  },
  {
    ...logout,
    guard: 'a logout token names a person or a session',
    in: 'requestOf',
    change: never('sid === undefined'),
    title: 'is refused with %s',
  },
  {
    ...settings,
    guard: 'a misspelt variable of a provider stops the start',
    in: 'readProviders',
    change: expressionBecomes('!isProviderVariable(name)', 'false'),
  },
  {
    ...settings,
    guard: 'a known provider is read by the rules of its own preset',
    in: 'problemsTogether',
    change: dropOperand('only !== preset'),
  },
  {
    ...settings,
    guard: 'no domain is trusted from a site where anyone has an account',
    in: 'problemsTogether',
    change: dropOperand('openToAll'),
  },
  {
    ...settings,
    guard: 'a domain is trusted only from a provider whose tenants are named',
    in: 'problemsOfMicrosoft',
    change: never('TRUST_EMAIL_DOMAINS'),
  },
]

import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { settingsMessage as messageOf } from '../../../testing/settings-message.ts'
import { providerPresets } from './provider-presets.ts'
import { isProviderVariable, providerVariables } from './provider-values.ts'
import { readSettings } from './settings.ts'

const root = path.resolve(import.meta.dirname, '../../../../..')
const pemOf = (type: 'ec' | 'rsa', options: object) =>
  generateKeyPairSync(type as 'ec', options as { namedCurve: string })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
const pem = pemOf('ec', { namedCurve: 'P-256' })

const google = { OIDC_GOOGLE_CLIENT_ID: 'an-id', OIDC_GOOGLE_CLIENT_SECRET: 'a-secret' }
const sso = {
  OIDC_SSO_ISSUER: 'https://sso.example.com',
  OIDC_SSO_CLIENT_ID: 'an-id',
  OIDC_SSO_CLIENT_SECRET: 'a-secret',
}
const microsoft = { OIDC_MICROSOFT_CLIENT_ID: 'an-id', OIDC_MICROSOFT_CLIENT_SECRET: 'a-secret' }
const apple = {
  OIDC_APPLE_CLIENT_ID: 'com.example.app',
  OIDC_APPLE_PRIVATE_KEY: pem,
  OIDC_APPLE_KEY_ID: 'ABC123DEFG',
  OIDC_APPLE_TEAM_ID: 'DEF123GHIJ',
}

describe('the settings of providers', () => {
  it('are none unless they are set', () => {
    expect(readSettings({})).toMatchObject({ providers: [], allowsPrivateProviders: false })
    expect(readSettings({ OIDC_ALLOW_PRIVATE_ADDRESSES: 'true' })).toMatchObject({ allowsPrivateProviders: true })
  })

  it('need no more than an id and a secret where the name is that of a preset', () => {
    expect(readSettings(google).providers).toEqual([
      {
        id: 'google',
        label: 'Google',
        preset: 'google',
        issuer: 'https://accounts.google.com',
        clientId: 'an-id',
        credential: { secret: 'a-secret' },
        scopes: 'openid email profile',
        tenants: [],
        trustedEmailDomains: [],
        isDisabled: false,
      },
    ])
  })

  it('may be any number, and are in the order of their names', () => {
    const { providers } = readSettings({
      ...sso,
      ...google,
      ...apple,
      OIDC_GOOGLE_LABEL: 'Our Google',
      OIDC_SSO_DISABLED: 'true',
    })
    expect(providers.map(({ id, label, preset, isDisabled }) => [id, label, preset, isDisabled])).toEqual([
      ['apple', 'Apple', 'apple', false],
      ['google', 'Our Google', 'google', false],
      ['sso', 'Sso', 'oidc', true],
    ])
  })

  it('say a preset where the name is not that of one', () => {
    expect(readSettings({ ...sso, OIDC_SSO_PRESET: 'keycloak' }).providers).toMatchObject([
      { id: 'sso', preset: 'keycloak', label: 'Keycloak' },
    ])
  })

  it('take the rules of a known provider under any name, once its preset is named', () => {
    const work = { ...sso, OIDC_SSO_ISSUER: 'https://accounts.google.com', OIDC_SSO_PRESET: 'google' }
    expect(readSettings({ ...work, OIDC_SSO_TRUST_EMAIL_DOMAINS: 'example.com' }).providers).toMatchObject([
      { id: 'sso', preset: 'google', trustedEmailDomains: ['example.com'] },
    ])
  })

  it('may trust domains at an own GitLab or GitHub, whose accounts an operator makes', () => {
    const own = { ...sso, OIDC_SSO_ISSUER: 'https://gitlab.example.com', OIDC_SSO_TRUST_EMAIL_DOMAINS: 'example.com' }
    for (const OIDC_SSO_PRESET of ['gitlab', 'github'])
      expect(readSettings({ ...own, OIDC_SSO_PRESET }).providers).toHaveLength(1)
  })

  it('take a key in place of a secret, also on one line', () => {
    const { OIDC_SSO_CLIENT_SECRET: _secret, ...rest } = sso
    for (const key of [pem, pem.replaceAll('\n', '\\n'), pemOf('rsa', { modulusLength: 2048 })])
      expect(readSettings({ ...rest, OIDC_SSO_PRIVATE_KEY: key, OIDC_SSO_KEY_ID: '1' }).providers).toMatchObject([
        { credential: { keyId: '1', teamId: null } },
      ])
  })

  it('name tenants and domains in small letters', () => {
    const { providers } = readSettings({
      ...microsoft,
      OIDC_MICROSOFT_TENANTS: '72F988BF-86F1-41AF-91AB-2D7CD011DB47',
      OIDC_MICROSOFT_TRUST_EMAIL_DOMAINS: 'Example.com, example.org',
    })
    expect(providers).toMatchObject([
      { tenants: ['72f988bf-86f1-41af-91ab-2d7cd011db47'], trustedEmailDomains: ['example.com', 'example.org'] },
    ])
  })

  it('are named all at once where they are bad, and no value is shown', () => {
    const message = messageOf({
      ...{
        OIDC_GOOGLE_CLIENT_SECRET: 'hidden',
        OIDC_SSO_ISSUER: 'hidden',
        OIDC_SSO_CLIENT_SECRET: '"hidden"',
        OIDC_GOGLE_CLIENTID: 'hidden',
      },
      OIDC_SSO_CLIENT_ID: 'an-id',
    })
    expect(message.split('\n').slice(1)).toEqual([
      expect.stringMatching(
        "^  OIDC_GOGLE_CLIENTID is no setting\\. A provider's variables are OIDC_NAME_ and one of ISSUER, ",
      ),
      expect.stringMatching('^  OIDC_GOOGLE_CLIENT_ID must be set'),
      expect.stringMatching('^  OIDC_SSO_CLIENT_SECRET is in quotes\\. Remove them'),
      expect.stringMatching('^  OIDC_SSO_ISSUER must be the address of the issuer'),
    ])
    expect(message).not.toContain('hidden')
  })

  it.each<[string, Record<string, string>, string[]]>([
    ['a missing secret beside a bad label', { LABEL: 'a\u202eb', CLIENT_SECRET: '' }, ['CLIENT_SECRET', 'LABEL']],
    ['scopes beside a bad issuer', { ISSUER: 'x', SCOPES: 'email' }, ['ISSUER', 'SCOPES']],
    ['no secret where the key is bad', { CLIENT_SECRET: '', PRIVATE_KEY: 'x' }, ['PRIVATE_KEY']],
    [
      'no tenants where the issuer is bad',
      { ISSUER: 'x', TENANTS: '72f988bf-86f1-41af-91ab-2d7cd011db47' },
      ['ISSUER'],
    ],
    [
      'nothing that a preset decides, where that is bad',
      { PRESET: 'facebook', ISSUER: '', LABEL: 'a\u202eb' },
      ['LABEL', 'PRESET'],
    ],
  ])('name %s', (_what, given, bad) => {
    const environment = Object.fromEntries(
      Object.entries({
        ISSUER: 'https://sso.example.com',
        CLIENT_ID: 'an-id',
        CLIENT_SECRET: 'a-secret',
        ...given,
      }).map(([suffix, value]) => [`OIDC_SSO_${suffix}`, value]),
    )
    const named = messageOf(environment).matchAll(/^ {2}OIDC_SSO_([A-Z_]+) /gm)
    expect([...named].map(([, suffix]) => suffix).sort()).toEqual(bad)
  })

  it.each<[RegExp, Record<string, string>]>([
    [/OIDC_GOOGLE_DISABELD is no setting/, { ...google, OIDC_GOOGLE_DISABELD: 'true' }],
    [
      /OIDC_GOOGLE_TRUSTED_EMAIL_DOMAINS is no setting/,
      { ...google, OIDC_GOOGLE_TRUSTED_EMAIL_DOMAINS: 'example.com' },
    ],
    [/a provider LINK, whose addresses this server needs/, { OIDC_LINK_ISSUER: 'https://sso.example.com' }],
    [/OIDC_ALLOW_PRIVATE_ADDRESS is no setting/, { OIDC_ALLOW_PRIVATE_ADDRESS: 'true' }],
    [/OIDC_SSO_ISSUER must be set/, { ...sso, OIDC_SSO_ISSUER: '' }],
    [/OIDC_SSO_ISSUER must begin with https/, { ...sso, OIDC_SSO_ISSUER: 'http://sso.example.com' }],
    [/OIDC_SSO_ISSUER must be/, { ...sso, OIDC_SSO_ISSUER: 'ftp://sso.example.com' }],
    [/OIDC_SSO_ISSUER must be/, { ...sso, OIDC_SSO_ISSUER: 'https://sso.example.com/?a' }],
    [/OIDC_SSO_ISSUER must be/, { ...sso, OIDC_SSO_ISSUER: 'https://a:b@sso.example.com' }],
    [/without \/\.well-known/, { ...sso, OIDC_SSO_ISSUER: 'https://sso.example.com/.well-known/openid-configuration' }],
    [/OIDC_SSO_CLIENT_ID must be/, { ...sso, OIDC_SSO_CLIENT_ID: 'a b' }],
    [/OIDC_SSO_CLIENT_SECRET must be set, or PRIVATE_KEY/, { ...sso, OIDC_SSO_CLIENT_SECRET: '' }],
    [/OIDC_SSO_CLIENT_SECRET and PRIVATE_KEY are both set/, { ...sso, OIDC_SSO_PRIVATE_KEY: pem }],
    [/OIDC_SSO_PRIVATE_KEY must be a private key as PEM/, { ...sso, OIDC_SSO_PRIVATE_KEY: 'a key' }],
    [/OIDC_SSO_PRIVATE_KEY must be/, { ...sso, OIDC_SSO_PRIVATE_KEY: pemOf('rsa', { modulusLength: 1024 }) }],
    [/OIDC_SSO_PRIVATE_KEY must be/, { ...sso, OIDC_SSO_PRIVATE_KEY: pemOf('ec', { namedCurve: 'P-384' }) }],
    [/OIDC_SSO_LABEL must be what the button calls/, { ...sso, OIDC_SSO_LABEL: 'x'.repeat(41) }],
    [/OIDC_SSO_LABEL must be/, { ...sso, OIDC_SSO_LABEL: 'a\u202eb' }],
    [/OIDC_SSO_PRESET must be google, microsoft, apple/, { ...sso, OIDC_SSO_PRESET: 'facebook' }],
    [/OIDC_SSO_SCOPES must contain openid/, { ...sso, OIDC_SSO_SCOPES: 'openid,email' }],
    [/OIDC_SSO_SCOPES must be scopes with one space/, { ...sso, OIDC_SSO_SCOPES: 'openid  email' }],
    [/OIDC_SSO_DISABLED must be true or false/, { ...sso, OIDC_SSO_DISABLED: 'yes' }],
    [/OIDC_SSO_TRUST_EMAIL_DOMAINS must be domains/, { ...sso, OIDC_SSO_TRUST_EMAIL_DOMAINS: 'https://example.com' }],
    [/OIDC_SSO_TENANTS must not be set/, { ...sso, OIDC_SSO_TENANTS: '72f988bf-86f1-41af-91ab-2d7cd011db47' }],
    [/OIDC_MICROSOFT_TENANTS must be ids of tenants/, { ...microsoft, OIDC_MICROSOFT_TENANTS: 'contoso' }],
    [
      /OIDC_MICROSOFT_TRUST_EMAIL_DOMAINS needs TENANTS/,
      { ...microsoft, OIDC_MICROSOFT_TRUST_EMAIL_DOMAINS: 'example.com' },
    ],
    [
      /OIDC_MICROSOFT_ISSUER must end in the id of your tenant/,
      { ...microsoft, OIDC_MICROSOFT_ISSUER: 'https://login.microsoftonline.com/contoso.onmicrosoft.com/v2.0' },
    ],
    [
      /OIDC_MICROSOFT_ISSUER must end/,
      { ...microsoft, OIDC_MICROSOFT_ISSUER: 'https://login.microsoftonline.us/common/v2.0' },
    ],
    [/OIDC_SSO_PRESET must be google for/, { ...sso, OIDC_SSO_ISSUER: 'https://accounts.google.com' }],
    [
      /OIDC_SSO_PRESET must be google for/,
      { ...sso, OIDC_SSO_ISSUER: 'https://Accounts.Google.com/', OIDC_SSO_PRESET: 'keycloak' },
    ],
    [
      /OIDC_SSO_PRESET must be microsoft for/,
      { ...sso, OIDC_SSO_ISSUER: 'https://login.microsoftonline.com/common/v2.0' },
    ],
    [
      /OIDC_SSO_PRESET must be microsoft for/,
      { ...sso, OIDC_SSO_ISSUER: 'https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/' },
    ],
    [/OIDC_SSO_PRESET must be apple for/, { ...sso, OIDC_SSO_ISSUER: 'https://appleid.apple.com' }],
    [/OIDC_SSO_PRESET must be github for/, { ...sso, OIDC_SSO_ISSUER: 'https://github.com' }],
    [
      /OIDC_GITHUB_TRUST_EMAIL_DOMAINS must not be set for https:\/\/github\.com/,
      {
        OIDC_GITHUB_CLIENT_ID: 'an-id',
        OIDC_GITHUB_CLIENT_SECRET: 'a-secret',
        OIDC_GITHUB_TRUST_EMAIL_DOMAINS: 'example.com',
      },
    ],
    [
      /OIDC_SSO_TRUST_EMAIL_DOMAINS must not be set/,
      {
        ...sso,
        OIDC_SSO_ISSUER: 'https://gitlab.com',
        OIDC_SSO_PRESET: 'gitlab',
        OIDC_SSO_TRUST_EMAIL_DOMAINS: 'example.com',
      },
    ],
    [/OIDC_APPLE_SCOPES must be openid alone/, { ...apple, OIDC_APPLE_SCOPES: 'openid email name' }],
    [/OIDC_APPLE_CLIENT_SECRET must not be set/, { ...apple, OIDC_APPLE_CLIENT_SECRET: 'x' }],
    [/OIDC_APPLE_TEAM_ID must be set/, { ...apple, OIDC_APPLE_TEAM_ID: '' }],
    [/OIDC_APPLE_KEY_ID must be set/, { ...apple, OIDC_APPLE_KEY_ID: '' }],
    [/OIDC_APPLE_PRIVATE_KEY must be set: the text of the file \.p8/, { ...apple, OIDC_APPLE_PRIVATE_KEY: '' }],
    [
      /OIDC_APPLE_PRIVATE_KEY must be the key that Apple made/,
      { ...apple, OIDC_APPLE_PRIVATE_KEY: pemOf('rsa', { modulusLength: 2048 }) },
    ],
    [
      /OIDC_GOOGLE_CLIENT_SECRET must be set: Google takes no key/,
      { ...google, OIDC_GOOGLE_CLIENT_SECRET: '', OIDC_GOOGLE_PRIVATE_KEY: pem },
    ],
  ])('say what is wrong: %s', (sentence, environment) => {
    expect(messageOf(environment)).toMatch(sentence)
  })

  it('allow http for development and networks of one’s own', () => {
    const given = { ...sso, OIDC_SSO_ISSUER: 'http://localhost:9000', OIDC_ALLOW_PRIVATE_ADDRESSES: 'true' }
    expect(readSettings(given).providers).toMatchObject([{ issuer: 'http://localhost:9000' }])
  })

  it('are variables of letters and digits', () => {
    expect(['OIDC_A_ISSUER', 'OIDC_A1_CLIENT_ID', 'OIDC_A_KEY_ID'].map(isProviderVariable)).toEqual([true, true, true])
    expect(['OIDC_A_B_ISSUER', 'OIDC_ISSUER', 'OIDC_1A_ISSUER', 'OIDC_a_ISSUER'].map(isProviderVariable)).toEqual([
      ...[false, false, false, false],
    ])
  })

  it.each(providerVariables)('are explained in .env.example and in the docs: %s', suffix => {
    expect(readFileSync(path.join(root, '.env.example'), 'utf8')).toMatch(new RegExp(`^# OIDC_[A-Z]+_${suffix}=`, 'm'))
    expect(readFileSync(path.join(root, 'docs/sign-in-with.md'), 'utf8')).toContain(`_${suffix}\``)
  })

  it.each(Object.keys(providerPresets))('have a preset that the docs explain: %s', name => {
    expect(readFileSync(path.join(root, 'docs/sign-in-with.md'), 'utf8')).toMatch(
      new RegExp(`^\\| \\x60${name}\\x60 `, 'm'),
    )
  })
})

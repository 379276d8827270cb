import { brand } from '@latchkey/contracts/brand'
import { describe, expect, it } from 'vitest'
import { settingsMessage as messageOf } from '../../../testing/settings-message.ts'
import { readSettings } from './settings.ts'

const production = {
  NODE_ENV: 'production',
  APP_URL: 'https://app.example.com',
  APP_SECRET: 'a secret that is long enough to be one',
  TRUST_PROXY: '10.0.0.0/8, loopback',
  SMTP_URL: 'smtps://user:word@mail.example.com',
  MAIL_FROM: 'Example <no-reply@example.com>',
}

describe('readSettings', () => {
  it('needs nothing outside production', () => {
    const settings = readSettings({})
    expect(settings).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      databasePool: 10,
      trustProxy: false,
      secureCookies: true,
    })
    expect(settings.appUrl.origin).toBe('http://localhost:4000')
    expect(readSettings({ PORT: '5000' }).appUrl.origin).toBe('http://localhost:5000')
  })

  it('treats an empty variable as unset', () => {
    expect(readSettings({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 4000, databaseUrl: undefined })
  })

  it('makes cookies Secure on https and localhost only', () => {
    expect(readSettings({ APP_URL: 'https://app.example.com' }).secureCookies).toBe(true)
    expect(readSettings({ APP_URL: 'http://192.168.1.2:4000' }).secureCookies).toBe(false)
  })

  it('can raise the limits of a network, but never those of a person', () => {
    expect(readSettings(production).limitFactors).toEqual({ person: 1, network: 1 })
    expect(readSettings({ ...production, NETWORK_LIMIT_FACTOR: '50' }).limitFactors).toEqual({ person: 1, network: 50 })
    expect(messageOf({ NETWORK_LIMIT_FACTOR: '0' })).toContain('NETWORK_LIMIT_FACTOR must be at least 1')
  })

  it('keeps the whole stop within its limit', () => {
    expect(readSettings({ STOP_DELAY_SECONDS: '4' }).stopDelayMs).toBe(4_000)
    expect(messageOf({ STOP_DELAY_SECONDS: '5' })).toContain('STOP_DELAY_SECONDS must be')
  })

  it('requires in production an https address, a secret, the trusted proxies and a way to send mail', () => {
    expect(readSettings(production)).toMatchObject({ production: true, trustProxy: ['10.0.0.0/8', 'loopback'] })
    for (const name of ['APP_URL', 'APP_SECRET', 'TRUST_PROXY', 'SMTP_URL', 'MAIL_FROM'])
      expect(messageOf({ ...production, [name]: '' })).toContain(`${name} must be set in production`)
    expect(messageOf({ ...production, APP_URL: 'http://app.example.com' })).toContain('APP_URL must be https')
  })

  it('refuses in production a secret that a person could have made up, also behind a good one', () => {
    const good = 'kV9o3wX5pQ8mT2zR7bN4cJ6hL1sD0fGa'
    for (const weak of ['a'.repeat(40), 'abcabcabcabcabcabcabcabcabcabcabc', 'please-change-me-please-change-me'])
      for (const secrets of [weak, `${good},${weak}`]) {
        expect(messageOf({ ...production, APP_SECRET: secrets })).toContain('APP_SECRET must be random in production')
        expect(messageOf({ APP_SECRET: secrets })).toBe('')
      }
    expect(messageOf({ ...production, APP_SECRET: good })).toBe('')
    expect(messageOf({ ...production, GUARD_SECRETS: 'a'.repeat(40) })).toContain('GUARD_SECRETS must be random')
  })

  it('refuses in production to give a second service the secret that all keys come from', () => {
    const [one, two] = ['kV9o3wX5pQ8mT2zR7bN4cJ6hL1sD0fGa', 'Zt5yB8nE1vC4xK7jH2gF9dS6aP3oI0uY']
    const messageFor = (GUARD_SECRETS: string) =>
      messageOf({ ...production, APP_SECRET: `${one},${two}`, GUARD_SECRETS })
    expect(messageFor(`${two}x, ${two}`)).toContain('GUARD_SECRETS must have secrets of its own')
    expect(messageFor(`${two}x`)).toBe('')
  })

  it.each(['DATABASE_URL', 'DATABASE_DIRECT_URL'])(
    'requires of %s in production that it states its sslmode, unless the database is on this machine',
    name => {
      const here = { DATABASE_URL: 'postgres://localhost/a' }
      const messageFor = (address: string) => messageOf({ ...production, ...here, [name]: address })
      for (const address of [
        'postgres://db.example.com/a',
        'postgres://10.0.0.1/a?sslmode=prefer',
        'postgres:///a?host=db',
      ])
        expect(messageFor(address)).toContain(`${name} must say sslmode=verify-full in production`)
      for (const address of [
        ...['postgres://db.example.com/a?sslmode=verify-full', 'postgres://db/a?sslmode=disable'],
        ...['postgres://localhost/a', 'postgres://127.0.0.1:5432/a', 'postgres:///a?host=/var/run/postgresql'],
      ])
        expect(messageFor(address)).toBe('')
      expect(messageOf({ ...here, [name]: 'postgres://db.example.com/a' })).toBe('')
    },
  )

  it.each(['DATABASE_URL', 'DATABASE_DIRECT_URL'])('refuses in %s what would be ignored or misread', name => {
    expect(messageOf({ [name]: 'postgres:///app?host=a,b' })).toContain(`${name} names several hosts`)
    expect(messageOf({ [name]: 'postgres://a/app?pgbouncer=true' })).toContain(`${name} has the parameter pgbouncer`)
    expect(messageOf({ [name]: 'postgres://a/app?connect_timeout=x' })).toContain('1 to 60 seconds as connect_timeout')
    const here = { DATABASE_URL: 'postgres://localhost/a' }
    expect(messageOf({ ...production, ...here, [name]: 'postgres://%2Frun%2Fpostgresql/app' })).toBe('')
  })

  it('needs DATABASE_URL beside DATABASE_DIRECT_URL', () => {
    expect(messageOf({ DATABASE_DIRECT_URL: 'postgres://a/app' })).toContain(
      '  DATABASE_URL must be set beside DATABASE_DIRECT_URL',
    )
  })

  it('names every bad variable at once, and never its value', () => {
    const bad = {
      PORT: '70000',
      APP_URL: 'app.example.com/path',
      DATABASE_URL: 'mysql://secret',
      DATABASE_POOL: '-1',
      APP_SECRET: 'short-secret',
      TRUST_PROXY: 'true',
      LOG_LEVEL: 'loud',
      SESSION_IDLE: '2 hours',
      NODE_ENV: 'prod',
      ARGON2_PASSES: '0',
      SMTP_URL: 'https://secret@mail.example.com',
      MAIL_FROM: 'secret',
      BREACH_CHECK_URL: 'http://secret.example.com/',
      SECURITY_CONTACT: 'secret',
      CORS_ORIGINS: '*',
    }
    const message = messageOf(bad)
    for (const name of Object.keys(bad)) expect(message).toContain(`  ${name} `)
    expect(message).not.toMatch(/secret(?!s?\b| )|mysql|70000/)
  })

  it.each(
    ['none', '0.0.0.0/0', '::/0', 'true', '1', '*', '300.1.1.1', '10.0.0.0/33', '::1/129', 'proxy.example.com', ''].map(
      value => [value],
    ),
  )('does not trust %j as a proxy', value => {
    expect(messageOf({ ...production, TRUST_PROXY: value })).toContain('TRUST_PROXY')
  })

  it('accepts several secrets, each of 32 bytes or more', () => {
    const one = 'a'.repeat(32)
    expect(readSettings({ APP_SECRET: `${one}, ${one}` }).appSecrets).toEqual([one, one])
    expect(messageOf({ APP_SECRET: `${one},short` })).toContain('32 bytes')
    expect(messageOf({ APP_SECRET: `${one},` })).toContain('32 bytes')
  })

  it("uses the product's name as sender when none is set, and stores the mails instead of sending them", () => {
    expect(readSettings({})).toMatchObject({
      sendsMail: false,
      smtpUrl: undefined,
      mailFrom: { name: brand.name, address: 'no-reply@localhost' },
    })
  })

  it('reads durations', () => {
    expect(readSettings({ SESSION_LIFETIME: '90m', SESSION_REMEMBERED_IDLE: '7d' }).sessions).toMatchObject({
      fleeting: { lifetime: 5_400_000 },
      remembered: { idle: 604_800_000 },
    })
  })

  it('allows other origins to call the API only if the setting names them in full; its own origin is always allowed', () => {
    expect(readSettings({}).corsOrigins).toEqual(new Set())
    const CORS_ORIGINS = 'https://a.example.com, http://localhost:4000,https://b.example.com:8443'
    expect(readSettings({ CORS_ORIGINS }).corsOrigins).toEqual(
      new Set(['https://a.example.com', 'https://b.example.com:8443']),
    )
  })

  it.each([
    '*',
    'null',
    'https://*.example.com',
    'a.example.com',
    'https://a.example.com/path',
    'https://a.example.com,',
  ])('rejects %j as an origin', CORS_ORIGINS => {
    expect(messageOf({ CORS_ORIGINS })).toContain('  CORS_ORIGINS must')
  })

  it.each([
    ['security@example.com', 'mailto:security@example.com'],
    ['mailto:security@example.com', 'mailto:security@example.com'],
    ['https://example.com/security', 'https://example.com/security'],
  ])('reads %j as the contact for security reports', (SECURITY_CONTACT, contact) => {
    expect(readSettings({ SECURITY_CONTACT }).securityContact).toBe(contact)
  })

  it.each([
    'http://example.com',
    'a@example.com\nContact: b@example.com',
    'https://example.com/\nA: b',
    'someone',
    '@',
  ])('rejects %j as the contact for security reports', SECURITY_CONTACT => {
    expect(messageOf({ SECURITY_CONTACT })).toContain('  SECURITY_CONTACT must')
  })

  it('checks for breached passwords only if an address is set, over https or on this machine', () => {
    expect(readSettings({}).breachCheckUrl).toBeUndefined()
    for (const url of ['https://api.pwnedpasswords.com/range/', 'http://127.0.0.1:8080/range/'])
      expect(readSettings({ BREACH_CHECK_URL: url }).breachCheckUrl).toBe(url)
    for (const url of ['http://api.pwnedpasswords.com/range/', 'https://api.pwnedpasswords.com/range', 'file:///', '/'])
      expect(messageOf({ BREACH_CHECK_URL: url })).toContain('  BREACH_CHECK_URL must')
  })
})

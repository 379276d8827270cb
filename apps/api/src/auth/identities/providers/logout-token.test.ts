import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { newKey, startHostileProvider } from '../../../../testing/hostile-provider.ts'
import { movableClock } from '../../../../testing/movable-clock.ts'
import { startProvider } from '../../../../testing/provider.ts'
import { readSettings } from '../../../platform/settings/settings.ts'
import { openProviders, type Provider, type ProviderError } from './providers.ts'

type Claims = Record<string, unknown>

const event = 'http://schemas.openid.net/event/backchannel-logout'
const secret = 'a-secret-of-32-bytes-or-more-here'
const hostile = await startHostileProvider()
afterAll(() => hostile.close())
let clock = movableClock()
let side: Provider
beforeEach(() => {
  clock = movableClock()
  side = open({
    OIDC_TEST_ISSUER: hostile.issuer,
    OIDC_TEST_CLIENT_ID: 'latchkey',
    OIDC_TEST_CLIENT_SECRET: secret,
    OIDC_ALLOW_PRIVATE_ADDRESSES: 'true',
  })
  hostile.requests.length = 0
})

function open(environment: Record<string, string>): Provider {
  const found = openProviders(readSettings(environment), { clock }).find('test')
  if (!found) throw new Error('The settings have no provider.')
  return found
}

const seconds = () => Math.floor(clock.now().getTime() / 1000)
const usual = (): Claims => ({
  ...{ iss: hostile.issuer, aud: 'latchkey', sub: 'ada', sid: 'a session', jti: 'a token' },
  ...{ iat: seconds(), exp: seconds() + 120, events: { [event]: {} } },
})
const tokenOf = (claims: Claims, header = {}, key?: Parameters<typeof hostile.sign>[2]) =>
  hostile.sign({ ...usual(), ...claims }, { typ: 'logout+jwt', ...header }, key)
const outcome = (token: string) =>
  side.readLogoutToken(token).then(
    () => 'accepted',
    (error: ProviderError) => error.kind,
  )

describe('a logout token', () => {
  it('of a real provider names the person, the session, or both', async () => {
    const real = await startProvider({ redirectUris: [], clock })
    const ours = open(real.environment('TEST'))
    const read = async (claims: Claims) => ours.readLogoutToken(await real.logoutToken(claims))
    const common = { issuer: real.issuer, id: expect.stringMatching(/^.{36}$/), issuedAt: clock.now() }
    expect(await read({ sub: 'ada' })).toEqual({ ...common, subject: 'ada', providerSession: null })
    expect(await read({ sid: 'a session' })).toEqual({ ...common, subject: null, providerSession: 'a session' })
    expect(await read({ sub: 'ada', sid: 'a session' })).toMatchObject({ subject: 'ada', providerSession: 'a session' })
    await real.close()
  })

  it.each<[string, Claims]>([
    ['another issuer', { iss: 'https://accounts.google.com' }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: 'another' }],
    ['an audience beside us', { aud: ['latchkey', 'another'] }],
    ['no time', { iat: undefined }],
    ['a time in the future', { iat: Date.parse('2036-03-01T10:00:00.000Z') / 1000 }],
    ['a time long ago', { iat: Date.parse('2036-03-01T08:00:00.000Z') / 1000 }],
    ['an end that is over', { exp: Date.parse('2036-03-01T08:58:00.000Z') / 1000 }],
    ['no end', { exp: undefined }],
    ['no event', { events: undefined }],
    ['another event', { events: { 'http://schemas.openid.net/event/other': {} } }],
    ['an event that is text', { events: { [event]: 'yes' } }],
    ['neither person nor session', { sub: undefined, sid: undefined }],
    ['an empty person and no session', { sub: '', sid: undefined }],
    ['an empty session', { sid: '' }],
    ['a huge session', { sid: 'x'.repeat(256) }],
    ['a nonce, as an ID token has', { nonce: 'a nonce' }],
    ['a nonce that is null', { nonce: null }],
    ['no id', { jti: undefined }],
    ['a huge id', { jti: 'x'.repeat(256) }],
  ])('is refused with %s', async (_what, claims) => {
    expect(await outcome(await tokenOf({}))).toBe('accepted')
    expect(await outcome(await tokenOf(claims))).toBe('invalid')
  })

  it('is refused if it is a token for something else by its type', async () => {
    for (const typ of ['logout+jwt', 'application/logout+jwt', 'JWT', undefined])
      expect(await outcome(await tokenOf({}, { typ }))).toBe('accepted')
    for (const typ of ['at+jwt', 'secevent+jwt', 'dpop+jwt', ''])
      expect(await outcome(await tokenOf({}, { typ }))).toBe('invalid')
  })

  it('is refused without a signature of the provider', async () => {
    const [header, payload] = (await tokenOf({})).split('.')
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'logout+jwt' })).toString('base64url')
    const bySecret = await tokenOf({}, { alg: 'HS256' }, Buffer.from(secret))
    const byOther = await tokenOf({}, {}, (await newKey()).privateKey)
    for (const token of [`${none}.${payload}.`, `${header}.${payload}.`, bySecret, byOther, 'no token', ''])
      expect(await outcome(token)).toBe('invalid')
  })

  it('is refused with a signature of a kind that the provider does not announce', async () => {
    const key = await newKey('RS256')
    hostile.keys = [hostile.key.jwk, key.jwk]
    const byKey = () => tokenOf({}, { alg: 'RS256', kid: key.jwk.kid }, key.privateKey)
    expect(await outcome(await byKey())).toBe('invalid')
    hostile.metadata.id_token_signing_alg_values_supported = ['ES256', 'RS256']
    clock.advance(3_600_000)
    expect(await outcome(await byKey())).toBe('accepted')
    hostile.keys = [hostile.key.jwk]
    hostile.metadata.id_token_signing_alg_values_supported = ['ES256', 'HS256', 'none']
  })

  it('is refused unread if it is huge', async () => {
    expect(await outcome(await tokenOf({ padding: 'x'.repeat(20_000) }))).toBe('invalid')
    expect(hostile.requests).toEqual([])
  })

  it('with a made-up key costs the provider one request in ten seconds', async () => {
    const forged = () => tokenOf({}, { kid: 'made up' })
    for (let turn = 0; turn < 5; turn++) expect(await outcome(await forged())).toBe('invalid')
    expect(hostile.requests).toEqual(['/.well-known/openid-configuration', '/keys'])
    clock.advance(10_000)
    for (let turn = 0; turn < 5; turn++) expect(await outcome(await forged())).toBe('invalid')
    expect(hostile.requests).toEqual(['/.well-known/openid-configuration', '/keys', '/keys'])
  })

  it('signed by a new key of the provider is accepted, without a restart', async () => {
    expect(await outcome(await tokenOf({}))).toBe('accepted')
    const next = await newKey()
    hostile.keys = [next.jwk]
    clock.advance(10_000)
    expect(await outcome(await tokenOf({}, { kid: next.jwk.kid }, next.privateKey))).toBe('accepted')
    hostile.keys = [hostile.key.jwk]
  })
})

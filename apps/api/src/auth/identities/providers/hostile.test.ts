import { createHash } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { json, newKey, startHostileProvider } from '../../../../testing/hostile-provider.ts'
import { movableClock } from '../../../../testing/movable-clock.ts'
import { createLog } from '../../../platform/http/log.ts'
import { readSettings } from '../../../platform/settings/settings.ts'
import { openGuardedFetch } from './guarded-fetch.ts'
import { openProviders, type ProviderError } from './providers.ts'

type Claims = Record<string, unknown>

const redirectUri = 'https://app.example.com/api/sessions/with/test/callback'
const secret = 'a-secret-of-32-bytes-or-more-here'
const hostile = await startHostileProvider()
afterAll(() => hostile.close())
const good = structuredClone({ metadata: hostile.metadata, keys: hostile.keys })
const endpoints = { ...hostile.endpoints }
beforeEach(() => {
  Object.assign(hostile, structuredClone(good), { userinfo: {}, endpoints: { ...endpoints } })
  hostile.requests.length = 0
})

const settings = readSettings({
  OIDC_TEST_ISSUER: hostile.issuer,
  OIDC_TEST_CLIENT_ID: 'latchkey',
  OIDC_TEST_CLIENT_SECRET: secret,
  OIDC_ALLOW_PRIVATE_ADDRESSES: 'true',
})

/** Our side, with nothing kept from before. */
function open(withinMs = 2_000) {
  const clock = movableClock()
  const logged: Record<string, unknown>[] = []
  const log = createLog('info', { write: line => void logged.push(JSON.parse(line)) })
  const fetch = openGuardedFetch({ allowsPrivate: true, withinMs })
  const provider = openProviders(settings, { clock, log, fetch }).find('test')
  if (!provider) throw new Error('The settings have no provider.')
  return { provider, clock, logged }
}

const flow = {
  redirectUri,
  state: 'the state of this flow',
  nonce: 'the nonce of this flow',
  verifier: 'a verifier of this flow that is long enough, yes',
}

const usual = (now: Date): Claims => {
  const iat = Math.floor(now.getTime() / 1000)
  const person = { sub: '248289761001', email: 'a@example.com' }
  return { iss: hostile.issuer, aud: 'latchkey', ...person, iat, exp: iat + 300, nonce: flow.nonce }
}

/** The callback of a sign-in that went well. Other parameters replace these. */
function callbackOf(parameters: Record<string, string> = {}): URL {
  const url = new URL(redirectUri)
  url.search = new URLSearchParams({ code: 'a code', state: flow.state, ...parameters }).toString()
  return url
}

/** Ends a sign-in whose ID token has these claims in place of the usual ones. */
async function finish(
  claims: Claims = {},
  {
    tokens = {},
    sign = hostile.sign,
    callback = callbackOf(),
    side = open(),
  }: {
    tokens?: Claims
    sign?: (claims: Claims) => Promise<string> | string
    callback?: URL
    side?: ReturnType<typeof open>
  } = {},
) {
  const idToken = await sign({ ...usual(side.clock.now()), ...claims })
  hostile.tokens = { access_token: 'an access token', token_type: 'Bearer', id_token: idToken, ...tokens }
  return side.provider.finish(callback, flow)
}

const kindOf = (attempt: Promise<unknown>) =>
  attempt.then(
    answer => `accepted ${JSON.stringify(answer)}`,
    (error: ProviderError) => error.kind,
  )

it('takes a good answer, so that each refusal below has one reason', async () => {
  const hash = createHash('sha256').update('an access token').digest().subarray(0, 16).toString('base64url')
  expect(await finish({ at_hash: hash, azp: 'latchkey', sid: 'a session' })).toEqual({
    provider: 'test',
    issuer: hostile.issuer,
    subject: '248289761001',
    email: 'a@example.com',
    isEmailVerified: false,
    name: null,
    methods: ['fed'],
    providerSession: 'a session',
    authenticatedAt: null,
  })
})

describe('an ID token is refused', () => {
  const future = (seconds: number) => Date.parse('2036-03-01T09:00:00.000Z') / 1000 + seconds
  it.each<[string, Claims]>([
    ['of another issuer', { iss: 'https://accounts.google.com' }],
    ['without an issuer', { iss: undefined }],
    ['for another client', { aud: 'another' }],
    ['for us and another client', { aud: ['latchkey', 'another'] }],
    [
      'for us and another client, even if we are its authorised party',
      { aud: ['latchkey', 'another'], azp: 'latchkey' },
    ],
    ['for no client', { aud: [] }],
    ['made for another party', { azp: 'another' }],
    ['with another nonce', { nonce: 'of another flow' }],
    ['without a nonce', { nonce: undefined }],
    ['of another access token', { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }],
    ['that has expired', { exp: future(-120) }],
    ['without an end', { exp: undefined }],
    ['made in the future', { iat: future(3600) }],
    ['made a day ago', { iat: future(-86_400) }],
    ['without a time', { iat: undefined }],
    ['with a time that is text', { iat: '1' }],
    ['not valid yet', { nbf: future(3600) }],
    ['without a subject', { sub: undefined }],
    ['with an empty subject', { sub: '' }],
    ['with a subject of spaces', { sub: '   ' }],
    ['with a huge subject', { sub: 'x'.repeat(256) }],
    ['with a subject that is a number', { sub: 1 }],
    ['with a subject outside ASCII', { sub: 'а' }],
  ])('by its claims: %s', async (_what, claims) => {
    expect(await kindOf(finish(claims))).toBe('invalid')
  })

  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  it.each<[string, (claims: Claims) => Promise<string> | string]>([
    ['without a signature', claims => `${encoded({ alg: 'none' })}.${encoded(claims)}.`],
    ['signed by our own secret', claims => hostile.sign(claims, { alg: 'HS256' }, Buffer.from(secret))],
    [
      'signed by a public key as if it were a secret',
      claims => hostile.sign(claims, { alg: 'HS256' }, Buffer.from(JSON.stringify(hostile.keys[0]))),
    ],
    ['signed by another key', async claims => hostile.sign(claims, {}, (await newKey()).privateKey)],
    ['whose signature is cut off', async claims => (await hostile.sign(claims)).split('.').slice(0, 2).join('.')],
    [
      'changed after it was signed',
      async claims => {
        const [header, , signature] = (await hostile.sign(claims)).split('.')
        return `${header}.${encoded({ ...claims, sub: 'another person' })}.${signature}`
      },
    ],
    ['that is no token', () => 'no token'],
    ['that is not there', () => ''],
  ])('by its signature: %s', async (_what, sign) => {
    expect(await kindOf(finish({}, { sign }))).toBe('invalid')
  })
})

describe('a callback is refused', () => {
  it.each<[string, URL]>([
    ['with another state', callbackOf({ state: 'of another tab' })],
    ['without a code', callbackOf({ code: '' })],
    ['from another provider, which says so (RFC 9207)', callbackOf({ iss: 'https://accounts.google.com' })],
    ['with two codes', new URL(`${callbackOf()}&code=another`)],
    ['with two states', new URL(`${callbackOf()}&state=another`)],
    ['with a doubled parameter that means nothing to us', new URL(`${callbackOf()}&session_state=1&session_state=2`)],
    ['with an ID token', callbackOf({ id_token: 'x' })],
    ['at another path', new URL(callbackOf().href.replace('/test/', '/other/'))],
    ['that is huge', callbackOf({ code: 'x'.repeat(10_000) })],
  ])('%s, before the code is sent anywhere', async (_what, callback) => {
    expect(await kindOf(finish({}, { callback }))).toBe('invalid')
    expect(hostile.requests).not.toContain('/token')
  })

  it('without the issuer, if the provider promises it', async () => {
    hostile.metadata.authorization_response_iss_parameter_supported = true
    expect(await kindOf(finish())).toBe('invalid')
    expect(await kindOf(finish({}, { callback: callbackOf({ iss: hostile.issuer }) }))).toMatch('accepted')
  })

  it.each([
    ['access_denied', 'denied'],
    ['login_required', 'denied'],
    ['temporarily_unavailable', 'down'],
    ['server_error', 'down'],
    ['invalid_scope', 'misconfigured'],
    ['<script>alert(1)</script>', 'invalid'],
    ['constructor', 'invalid'],
  ])('with the error %s as %s', async (error, kind) => {
    expect(await kindOf(finish({}, { callback: callbackOf({ error, error_description: 'Call +1 555 0100' }) }))).toBe(
      kind,
    )
  })

  it('with the state of another flow, even if it says that the person said no', async () => {
    const callback = callbackOf({ error: 'access_denied', state: 'of another tab' })
    expect(await kindOf(finish({}, { callback }))).toBe('invalid')
  })
})

it('shows and logs nothing that the provider wrote', async () => {
  const words = 'Call +1 555 0100'
  const side = open()
  const errors: Error[] = []
  const attempt = (parameters: Record<string, string>, tokens: Claims = {}) =>
    finish({}, { side, callback: callbackOf(parameters), tokens }).catch(error => errors.push(error))
  await attempt({ error: words, error_description: words, error_uri: words })
  await attempt({}, { id_token: `${words}.${words}.${words}` })
  hostile.endpoints['/token'] = (_request, response) => json(response, { error: words, error_description: words }, 400)
  await attempt({})
  hostile.endpoints['/token'] = (_request, response) =>
    json(response, { error: 'invalid_grant', error_description: words }, 400)
  await attempt({})
  expect(errors).toHaveLength(4)
  for (const { message } of errors) expect(message).not.toContain('555')
  expect(JSON.stringify(side.logged)).not.toContain('555')
  expect(side.logged.at(-1)).toMatchObject({
    event: 'provider_failed',
    provider: 'test',
    kind: 'expired',
    detail: 'invalid_grant',
  })
})

describe('the token endpoint', () => {
  it.each<[string, number, Claims, string]>([
    ['says that the code was used or is too old', 400, { error: 'invalid_grant' }, 'expired'],
    ['does not know us', 401, { error: 'invalid_client' }, 'misconfigured'],
    ['is overloaded', 503, {}, 'down'],
    ['asks for patience', 429, {}, 'down'],
    ['answers no tokens', 200, {}, 'invalid'],
    ['answers without an ID token', 200, { access_token: 'x', token_type: 'Bearer' }, 'invalid'],
    ['redirects', 302, {}, 'invalid'],
  ])('%s', async (_what, status, body, kind) => {
    hostile.endpoints['/token'] = (_request, response) => {
      response.setHeader('location', `${hostile.issuer}/keys`)
      json(response, body, status)
    }
    expect(await kindOf(finish())).toBe(kind)
  })

  it('answers a page', async () => {
    hostile.endpoints['/token'] = (_request, response) =>
      response.setHeader('content-type', 'text/html').end('<p>Hello')
    expect(await kindOf(finish())).toBe('invalid')
  })
})

describe('an address', () => {
  it.each<[string, Claims, { email: string | null; isEmailVerified: boolean }]>([
    [
      'in capitals is the same in small letters',
      { email: 'ADA@EXAMPLE.COM', email_verified: true },
      { email: 'ada@example.com', isEmailVerified: true },
    ],
    [
      'is verified by true alone, not by text',
      { email: 'a@example.com', email_verified: 'true' },
      { email: 'a@example.com', isEmailVerified: false },
    ],
    [
      'is verified by true alone, not by 1',
      { email: 'a@example.com', email_verified: 1 },
      { email: 'a@example.com', isEmailVerified: false },
    ],
    [
      'with a Cyrillic letter in its name is none',
      { email: '\u0430da@example.com', email_verified: true },
      { email: null, isEmailVerified: false },
    ],
    [
      'with a Cyrillic letter in its domain is that other domain',
      { email: 'ada@ex\u0430mple.com', email_verified: true },
      { email: 'ada@xn--exmple-4nf.com', isEmailVerified: true },
    ],
    [
      'with a Kelvin sign in its name is unverified: we would take it for another',
      { email: 'vi\u212Atim@example.com', email_verified: true },
      { email: 'viktim@example.com', isEmailVerified: false },
    ],
    [
      'with a full-width @ is none',
      { email: 'ada\uff20example.com', email_verified: true },
      { email: null, isEmailVerified: false },
    ],
    [
      'that is two is none',
      { email: 'ada@example.com,eve@example.com', email_verified: true },
      { email: null, isEmailVerified: false },
    ],
    [
      'that is huge is none',
      { email: `${'a'.repeat(100_000)}@example.com`, email_verified: true },
      { email: null, isEmailVerified: false },
    ],
    [
      'that is a list is none',
      { email: ['ada@example.com'], email_verified: true },
      { email: null, isEmailVerified: false },
    ],
  ])('%s', async (_what, claims, expected) => {
    expect(await finish(claims)).toMatchObject(expected)
  })

  it('comes from userinfo with what userinfo says about it, if the ID token has none', async () => {
    hostile.userinfo = { sub: '248289761001', email: 'ada@example.com' }
    const claims = { email: undefined, email_verified: true }
    expect(await finish(claims)).toMatchObject({ email: 'ada@example.com', isEmailVerified: false })
    hostile.userinfo.email_verified = true
    expect(await finish(claims)).toMatchObject({ email: 'ada@example.com', isEmailVerified: true })
  })

  it('of the ID token is not replaced by userinfo', async () => {
    hostile.userinfo = { sub: '248289761001', email: 'eve@example.com', email_verified: true }
    expect(await finish()).toMatchObject({ email: 'a@example.com', isEmailVerified: false })
    expect(hostile.requests).not.toContain('/userinfo')
  })

  it('of another person, or of none, is refused', async () => {
    for (const sub of ['another person', '', undefined]) {
      hostile.userinfo = { sub, email: 'eve@example.com' }
      expect(await kindOf(finish({ email: undefined }))).toBe('invalid')
    }
  })
})

it.each([
  ['Ada', 'Ada'],
  ['  Ada \u0000', null],
  ['\u202eadA', null],
  ['', null],
  [7, null],
  ['x'.repeat(100_000), 'x'.repeat(100)],
  [`${'x'.repeat(99)}\u{1f600}`, 'x'.repeat(99)],
])('makes of the name %j %j', async (name, expected) => {
  expect((await finish({ name })).name).toBe(expected)
})

it('refuses claims that are larger than an answer may be', async () => {
  expect(await kindOf(finish({ groups: 'x'.repeat(300_000) }))).toBe('invalid')
})

describe('keys', () => {
  const unknown = (claims: Claims) => hostile.sign(claims, { kid: 'made up' })
  const fetched = () => hostile.requests.filter(path => path === '/keys').length

  it('that the provider has changed are fetched again, without a restart', async () => {
    const side = open()
    await finish({}, { side })
    const next = await newKey()
    hostile.keys = [next.jwk]
    side.clock.advance(10_000)
    const sign = (claims: Claims) => hostile.sign(claims, { kid: next.jwk.kid ?? '' }, next.privateKey)
    expect(await kindOf(finish({}, { side, sign }))).toMatch('accepted')
    expect(await kindOf(finish({}, { side }))).toBe('invalid')
  })

  it('that are unknown are looked for once in ten seconds, and not for each token', async () => {
    const side = open()
    await finish({}, { side })
    side.clock.advance(10_000)
    for (let turn = 0; turn < 5; turn++) expect(await kindOf(finish({}, { side, sign: unknown }))).toBe('invalid')
    expect(fetched()).toBe(2)
    side.clock.advance(10_000)
    expect(await kindOf(finish({}, { side, sign: unknown }))).toBe('invalid')
    expect(fetched()).toBe(3)
  })

  it('that the provider has withdrawn stop working within five minutes', async () => {
    const side = open()
    await finish({}, { side })
    hostile.keys = [(await newKey('ES256', hostile.key.jwk.kid)).jwk]
    side.clock.advance(300_000)
    expect(await kindOf(finish({}, { side }))).toBe('invalid')
  })

  it('and metadata are fetched once, also for people who come at once', async () => {
    const side = open()
    await Promise.all([1, 2, 3, 4].map(() => side.provider.begin(flow)))
    expect(hostile.requests).toEqual(['/.well-known/openid-configuration'])
    side.clock.advance(3_600_000)
    await side.provider.begin(flow)
    expect(hostile.requests).toHaveLength(2)
  })
})

describe('metadata', () => {
  it.each<[string, Claims]>([
    ['name another issuer', { issuer: 'https://accounts.google.com' }],
    ['lead to a page that runs a script', { authorization_endpoint: 'javascript:alert(1)' }],
    ['have no login page', { authorization_endpoint: undefined }],
  ])('are refused that %s', async (_what, metadata) => {
    Object.assign(hostile.metadata, metadata)
    expect(await kindOf(open().provider.begin(flow))).toBe('misconfigured')
  })

  it('are asked for again a moment after a failure, and not before', async () => {
    const side = open()
    hostile.endpoints['/.well-known/openid-configuration'] = (_request, response) => response.writeHead(503).end()
    expect(await kindOf(side.provider.begin(flow))).toBe('down')
    hostile.endpoints = { ...endpoints }
    expect(await kindOf(side.provider.begin(flow))).toBe('down')
    side.clock.advance(10_000)
    expect(await kindOf(side.provider.begin(flow))).toMatch('accepted')
  })
})

it.each(['/.well-known/openid-configuration', '/keys', '/token', '/userinfo'])(
  'gives up a provider that never answers at %s, and one that sends a byte now and then',
  async path => {
    hostile.endpoints[path] = () => {}
    expect(await kindOf(finish({ email: undefined }, { side: open(100) }))).toBe('down')
    hostile.endpoints[path] = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const timer = setInterval(() => response.write(' '), 20)
      response.once('close', () => clearInterval(timer))
    }
    expect(await kindOf(finish({ email: undefined }, { side: open(100) }))).toBe('down')
  },
)

import { signIn } from '@latchkey/contracts/auth/sign-in'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testApi } from '../../../testing/test.ts'

const api = await testApi()
const json = { 'content-type': 'application/json' }
const send = (payload: string | Buffer, headers: Record<string, string> = json) =>
  api.app.inject({ method: 'POST', url: signIn.path, payload, headers })
const credentials = (part: object) => JSON.stringify({ email: 'a@example.com', password: 'a password', ...part })

describe('a body that cannot be read', () => {
  it.each([
    ['is empty', ''],
    ['is not JSON', '{'],
    ['is a form', 'email=a@example.com&password=b'],
    ['is NUL', '\0'],
    ['holds a prototype', '{ "__proto__": { "email": "a@example.com" } }'],
    ['holds a constructor', '{ "constructor": { "prototype": { "email": "a@example.com" } } }'],
    ['is not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['is null', 'null'],
    ['is an array', '[]'],
    ['is text', '"email"'],
    ['is a number', '1e999'],
    ['is 5,000 deep', '['.repeat(5000)],
    ['is 5,000 deep and closed', `${'{"email":'.repeat(1000)}1${'}'.repeat(1000)}`],
  ])('%s: 400 with the reason', async (_, payload) => {
    const { statusCode, json: body } = await send(payload)
    expect([statusCode, body().code]).toEqual([400, 'invalid_request'])
    expect(Object.values(body().fields)).not.toHaveLength(0)
  })

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-7',
    'application/json; charset=iso-8859-1',
    'application/json; charset=utf-8; charset=utf-16',
    'application/json; charset',
    'application/json; charset=utf-8 text/plain',
    'application/json, text/plain',
    'application/jsonx',
    'text/json',
    'application/problem+json',
    'text/plain; application/json',
    'application/json\t; charset=utf-16',
    '*/*',
    ';',
  ])('comes as %s: 415', async type => {
    const response = await send(credentials({}), { 'content-type': type })
    expect([response.statusCode, response.json().code]).toEqual([415, 'unsupported_media_type'])
  })

  it.each([
    'application/json',
    'application/json;charset=UTF-8',
    'Application/JSON; charset="utf-8"',
    'application/json; charset=utf8',
    'application/json;charset=UTF8;',
    'application/json; charset=us-ascii',
    'application/json; odata.metadata=minimal',
    'application/json; profile="a;b"; charset=utf-8',
  ])('but %s is JSON', async type => {
    expect((await send(credentials({}), { 'content-type': type })).statusCode).toBe(401)
  })

  it.each(['gzip', 'br', 'deflate', 'zstd', 'identity, gzip', 'x'])('is encoded as %s: 415', async encoding => {
    const response = await send(credentials({}), { ...json, 'content-encoding': encoding })
    expect(response.json()).toMatchObject({ status: 415, detail: expect.stringContaining('Content-Encoding') })
    expect(response.headers['accept-encoding']).toBe('identity')
  })

  it('but Content-Encoding: identity is no encoding, and a refused type is not taken for one', async () => {
    expect((await send(credentials({}), { ...json, 'content-encoding': 'Identity' })).statusCode).toBe(401)
    expect((await send('a', { 'content-type': 'text/plain' })).headers).not.toHaveProperty('accept-encoding')
  })

  it.each([16 * 1024 + 1, 2 * 1024 * 1024])('is %i bytes large: 413', async size => {
    const response = await send(credentials({ password: 'a'.repeat(size) }))
    expect([response.statusCode, response.json().code]).toEqual([413, 'payload_too_large'])
  })
})

describe('an invalid value', () => {
  const wrong = [{ $ne: '' }, { not: '' }, { equals: 'a' }, [], ['a@example.com'], null, 1, true, '']
  it.each(wrong)('is named: %j', async value => {
    for (const field of ['email', 'password']) {
      const body = (await send(credentials({ [field]: value }))).json()
      expect([body.status, Object.keys(body.fields)]).toEqual([400, [field]])
      expect(body.fields[field]).toMatch(/^[A-Z].*\.$/)
    }
  })

  it.each([
    ['email', 'a@example.com\0'],
    ['email', '\ud800@example.com'],
    ['email', 'a@example.com,b@example.com'],
    ['email', 'a＠example.com'],
    ['email', `${'a'.repeat(5000)}@example.com`],
    ['password', '\0'],
    ['password', '\udfff'],
    ['password', 'a'.repeat(5000)],
    ['remember', 'true'],
    ['remember', 1],
    ['delivery', 'carrier pigeon'],
    ['delivery', ['cookie']],
  ])('is named: %s', async (field, value) => {
    const body = (await send(credentials({ [field]: value }))).json()
    expect([body.status, body.code, Object.keys(body.fields)]).toEqual([400, 'invalid_request', [field]])
  })

  it('is named together with all others in one answer', async () => {
    expect(Object.keys((await send('{}')).json().fields)).toEqual(['email', 'password'])
  })

  it('never causes a 500, for any JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), async (email, password, rest) => {
        const { statusCode } = await send(JSON.stringify({ ...(rest as object), email, password }))
        expect([400, 401, 403, 413]).toContain(statusCode)
      }),
      { numRuns: 150 },
    )
  })
})

describe('a path that leads nowhere', () => {
  it.each([
    '/api/%',
    '/api/%00',
    '/api/%2e%2e/%2e%2e/etc/passwd',
    '/api/\u0000',
    `/api/${'a'.repeat(3000)}`,
    '/api/restricted/sessions/%/revoke',
    '/api/restricted/sessions/%00/revoke',
    '/api',
    '/api/',
    '/.git/config',
    '/.env',
    '/assets/..%2f..%2fpackage.json',
    '/%5c..%5cpackage.json',
  ])('%j: a 4xx problem', async url => {
    const response = await api.app.inject({ url })
    expect(response.statusCode).toBeGreaterThanOrEqual(400)
    expect(response.statusCode).toBeLessThan(500)
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(response.json()).toMatchObject({ status: response.statusCode, requestId: expect.any(String) })
    expect(response.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  })
})

describe('cookies and headers', () => {
  it.each([
    'a'.repeat(8000),
    '='.repeat(100),
    '__Host-latchkey',
    '__Host-latchkey=%',
    '__Host-latchkey=%00',
    '; ;;=',
    '__Host-latchkey=a; __Host-latchkey=b',
    '__proto__=a',
    'latchkey=a',
  ])('a meaningless cookie signs no one in and breaks nothing: %j', async cookie => {
    const { statusCode } = await api.app.inject({ url: '/api/restricted/session', headers: { cookie } })
    expect(statusCode).toBe(401)
  })
})

describe('the log of these requests', () => {
  it('holds no password, token or cookie', async () => {
    const user = await api.createUser('log@example.com', 'a very secret password')
    const { caller } = await api.signIn(user)
    const kept = await api.signIn(user, { delivery: 'cookie' })
    const cookieToken = kept.caller.cookie?.split('=')[1] ?? '?'
    await api.app.inject({
      url: `/api/${caller.token}?token=${caller.token}&code=told-in-a-query`,
      headers: { cookie: kept.caller.cookie ?? '' },
    })
    await send(credentials({ email: user.email, password: 'a very secret passworx' }))
    await send(`{"password":"a very secret password"`)
    const log = api.logLines.join('')
    expect(log).toContain('sign_in_refused')
    const secrets = [
      user.password,
      'a very secret passworx',
      caller.token ?? '?',
      cookieToken,
      'fast$',
      'told-in-a-query',
    ]
    for (const secret of secrets) expect(log).not.toContain(secret)
    expect(log).not.toMatch(/lk_\w/)
  })
})

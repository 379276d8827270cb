import { beforeEach, describe, expect, it } from 'vitest'
import { replicaOf, testApi } from '../../../testing/test.ts'

const environment = {
  NODE_ENV: 'production',
  APP_URL: 'https://app.example.com',
  TRUST_PROXY: '10.0.0.0/8',
  SMTP_URL: 'smtps://mail.example.com',
  MAIL_FROM: 'no-reply@example.com',
}
const api = await testApi({ environment })
const ask = (host: string, url = '/devices?a=b', { method = 'GET', headers = {}, app = api.app } = {}) =>
  app.inject({
    method: method as 'GET',
    url,
    remoteAddress: '10.1.2.3',
    headers: { accept: 'text/html', 'x-forwarded-proto': 'https', host, ...headers },
  })
const locationOf = async (...given: Parameters<typeof ask>) => (await ask(...given)).headers.location

beforeEach(() => api.clock.advance(60_000))

describe('a page of another domain', () => {
  it.each(['www.app.example.com', 'example.com', 'EXAMPLE.com:443', 'app.example.com.', 'other.example'])(
    'leads to the same page of APP_URL: %s',
    async host => {
      for (const method of ['GET', 'HEAD']) {
        const { statusCode, headers } = await ask(host, '/devices?a=b', { method })
        expect([statusCode, headers.location]).toEqual([308, 'https://app.example.com/devices?a=b'])
        expect(headers['cache-control']).toBe('no-store')
        api.clock.advance(60_000)
      }
    },
  )

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/%5cevil.example',
    '/.evil.example',
    '/@evil.example',
    'http://e.example/',
  ])('never leads anywhere else: %s', async url => {
    expect(new URL(String(await locationOf('evil.example', url))).origin).toBe('https://app.example.com')
  })

  it('is known by the name that a trusted proxy gives, and by no other', async () => {
    const forwarded = { 'x-forwarded-host': 'www.app.example.com' }
    expect(await locationOf('app:4000', '/', { headers: forwarded })).toBe('https://app.example.com/')
    const ours = { 'x-forwarded-host': 'app.example.com' }
    expect(await locationOf('origin.example.net', '/', { headers: ours })).toBeUndefined()
  })

  it.each(['app.example.com', 'APP.example.com:8443', 'app:4000', 'localhost:4000', '10.1.2.4:4000', '[fd00::1]:4000'])(
    'is none if the name is that of APP_URL, or an address or name inside: %s',
    async host => {
      expect(await locationOf(host)).toBeUndefined()
    },
  )

  it('gets the page itself when the redirect comes back, since a proxy rewrites Host; the log says so once', async () => {
    const behind = await replicaOf(api, { environment })
    const loops = () => ask('origin.example.net', '/login', { app: behind.app })
    const statuses = []
    for (let at = 0; at < 5; at++) statuses.push((await loops()).statusCode)
    expect(statuses.map(status => status === 308)).toEqual([true, false, false, false, false])
    const warnings = behind.logLines.filter(line => line.includes('host_rewritten'))
    expect(warnings.map(line => JSON.parse(line))).toMatchObject([
      { host: 'origin.example.net', expected: 'app.example.com', msg: expect.stringContaining('X-Forwarded-Host') },
    ])
  })

  it('is not a call of the API, which works under any name', async () => {
    expect((await ask('www.app.example.com', '/api/health/ready')).statusCode).toBe(200)
    expect((await ask('www.app.example.com', '/api/nowhere')).statusCode).toBe(404)
    expect((await ask('www.app.example.com', '/nowhere', { method: 'POST' })).statusCode).toBe(404)
  })
})

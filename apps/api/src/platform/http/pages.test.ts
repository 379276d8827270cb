import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import Fastify from 'fastify'
import { afterAll, describe, expect, it } from 'vitest'
import { readSettings } from '../settings/settings.ts'
import { useCookies } from './cookies.ts'
import { apiHeaders } from './headers.ts'
import { servePages } from './pages.ts'
import { sendProblem } from './problems.ts'

const dist = await mkdtemp(path.join(tmpdir(), 'latchkey-dist-'))
afterAll(() => rm(dist, { recursive: true }))
await mkdir(path.join(dist, 'assets'))
await mkdir(path.join(dist, '.vite'))
await mkdir(path.join(dist, 'prerendered'))
await writeFile(path.join(dist, 'index.html'), '<!doctype html><title>Latchkey</title>')
for (const [name, text] of [
  ['login.en', 'Sign in'],
  ['login.de', 'Anmelden'],
  ['login-return.en', 'Sign in to continue'],
  ['login-return.de', 'Anmelden und weiter'],
])
  await writeFile(
    path.join(dist, `prerendered/${name}.html`),
    `<title>Latchkey</title><div data-signed-out>${text}</div>`,
  )
await writeFile(path.join(dist, 'robots.txt'), 'User-agent: *')
await writeFile(path.join(dist, 'assets/index-abc.js'), 'export {}')
await writeFile(path.join(dist, 'assets/index-abc.js.br'), brotliCompressSync('export {}'))
await writeFile(path.join(dist, '.vite/manifest.json'), '{}')
const left = [
  'backup.sql',
  'settings.env',
  '.env',
  'assets/index-abc.js.map',
  'assets/index.ts',
  'left-over',
  'old.zip',
]
for (const file of left) await writeFile(path.join(dist, file), 'a secret')

const settings = readSettings({ APP_URL: 'https://app.example.com' })
const app = Fastify()
app.setErrorHandler(sendProblem)
// As in the server, which sets these before it knows whether the answer is a page.
app.addHook('onRequest', (_request, reply, done) => {
  reply.headers(apiHeaders(settings))
  done()
})
await useCookies(app)
await servePages(app, settings, dist)
const page = (url: string) => app.inject({ url, headers: { accept: 'text/html,*/*' } })

describe('the web app', () => {
  it.each(['/', '/login', '/devices', '/login?return=%2Fdevices'])(
    'answers %s with the app, which a browser must revalidate',
    async url => {
      const { statusCode, headers, body } = await page(url)
      expect([statusCode, headers['content-type'], headers['cache-control']]).toEqual([
        200,
        'text/html; charset=utf-8',
        'no-cache',
      ])
      expect(body).toContain('<title>Latchkey')
    },
  )

  it.each([
    ['de-AT,de;q=0.9,en;q=0.8', 'Anmelden'],
    ['en-GB', 'Sign in'],
    ['fr', 'Sign in'],
  ])(
    'answers the sign-in page as the build has rendered it, in the language of the browser: %s',
    async (tags, text) => {
      for (const url of ['/login', '/login/', '/login?return=%2Fdevices']) {
        const { body, headers } = await app.inject({ url, headers: { accept: 'text/html', 'accept-language': tags } })
        expect(body).toContain(text)
        expect(headers.vary).toBe('accept-encoding, accept-language, cookie')
      }
      expect((await page('/devices')).body).not.toContain('Sign in')
    },
  )

  it('answers with the sentence of a person who is to come back', async () => {
    expect((await page('/login?return=%2Fdevices')).body).toContain('Sign in to continue')
  })

  it('lets the sign-in page ask who is signed in only if the browser has a session', async () => {
    const signedOut = 'data-signed-out'
    expect((await page('/login')).body).toContain(signedOut)
    const headers = { accept: 'text/html', cookie: '__Host-latchkey=lk_one' }
    expect((await app.inject({ url: '/login', headers })).body).not.toContain(signedOut)
  })

  it('compresses a page if the browser supports it', async () => {
    const { headers, rawPayload } = await app.inject({
      url: '/login',
      headers: { accept: 'text/html', 'accept-encoding': 'gzip, br' },
    })
    expect(headers['content-encoding']).toBe('br')
    expect(brotliDecompressSync(rawPayload).toString()).toContain('Sign in')
  })

  it.each(['br;q=0', 'gzip, br; q=0.0', 'br;q=0.000, gzip', 'x-br'])('is not sent in brotli for %j', async accepted => {
    const { headers } = await app.inject({ url: '/login', headers: { 'accept-encoding': accepted } })
    expect(headers['content-encoding']).toBeUndefined()
  })

  it.each(['/reset%23token=lk_one', '/reset/%23token%3Dlk_one', '/verify%2523token=lk_one?utm_source=mail'])(
    'answers a mailed link whose # a mail program encoded with the app, which restores it: %s',
    async url => {
      const { statusCode, body } = await page(url)
      expect([statusCode, body]).toEqual([200, expect.stringContaining('<title>Latchkey')])
      expect((await page(url.replace(/^.\w+/, '/nowhere'))).statusCode).toBe(404)
    },
  )

  it('answers an unknown page with the app and 404, and any other unknown path with a problem', async () => {
    const unknown = await page('/nowhere')
    expect([unknown.statusCode, unknown.body]).toEqual([404, expect.stringContaining('<title>Latchkey')])
    for (const url of ['/api/nowhere', '/api']) expect((await page(url)).json().code).toBe('not_found')
    expect((await app.inject({ url: '/nowhere.js' })).json().code).toBe('not_found')
    expect((await app.inject({ method: 'POST', url: '/login', headers: { accept: 'text/html' } })).json().code).toBe(
      'not_found',
    )
  })

  it.each([
    '/index.html',
    '/.vite/manifest.json',
    '/prerendered/login.en.html',
    '/assets/',
    '/assets',
    '/assets/index-abc.js.br',
    '/assets/..%2frobots.txt',
    ...left.map(file => `/${file}`),
  ])('has nothing at %s', async url => {
    expect((await app.inject({ url })).statusCode).toBe(404)
  })

  it('lets browsers keep assets without limit, and compresses them if the browser supports it', async () => {
    const plain = await app.inject({ url: '/assets/index-abc.js' })
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    const compressed = await app.inject({ url: '/assets/index-abc.js', headers: { 'accept-encoding': 'br' } })
    expect(compressed.headers).toMatchObject({
      'content-encoding': 'br',
      'content-type': plain.headers['content-type'],
    })
    expect((await app.inject({ url: '/robots.txt' })).headers['cache-control']).toBe('no-cache')
  })

  it('sends every page and asset with a policy that allows no inline code and only our own origin', async () => {
    for (const url of ['/', '/nowhere', '/assets/index-abc.js']) {
      const { headers } = await page(url)
      const policy = String(headers['content-security-policy'])
      expect(policy).not.toMatch(/unsafe|\*|http/)
      expect(policy).toMatch(
        /default-src 'none'.*object-src 'none'.*frame-ancestors 'none'.*require-trusted-types-for 'script'/,
      )
      expect(policy).toMatch(/; report-uri \/api\/reports; report-to csp$/)
      expect(headers).toMatchObject({
        'reporting-endpoints': 'csp="/api/reports"',
        'permissions-policy': expect.stringMatching(/camera=\(\).*geolocation=\(\).*microphone=\(\)/),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'strict-transport-security': expect.stringContaining('max-age=31536000'),
      })
    }
  })

  it('allows frames only on a server for developers, whose mailbox shows mails in them', async () => {
    const forDevelopers = Fastify()
    await servePages(forDevelopers, readSettings({ APP_URL: 'http://localhost:4000' }), dist)
    const policyOf = async (server: typeof app) =>
      (await server.inject({ url: '/', headers: { accept: 'text/html' } })).headers['content-security-policy']
    expect(await policyOf(forDevelopers)).toContain("frame-src 'self'; form-action")
    expect(await policyOf(app)).not.toContain('frame-src')
  })

  it('sends these headers with a page, and no others', async () => {
    const { headers } = await page('/')
    expect(headers).toEqual({
      'cache-control': 'no-cache',
      connection: 'keep-alive',
      'content-length': expect.any(String),
      'content-security-policy': [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
        'report-uri /api/reports',
        'report-to csp',
      ].join('; '),
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      date: expect.any(String),
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      'referrer-policy': 'no-referrer',
      'reporting-endpoints': 'csp="/api/reports"',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      vary: 'accept-encoding, accept-language, cookie',
      'x-content-type-options': 'nosniff',
    })
    // An asset has the same headers, and those that a browser needs to cache it.
    const { headers: ofAsset } = await page('/assets/index-abc.js')
    expect(ofAsset).toEqual({
      ...headers,
      'accept-ranges': 'bytes',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-length': '9',
      'content-type': 'application/javascript; charset=utf-8',
      etag: expect.any(String),
      'last-modified': expect.any(String),
      vary: 'accept-encoding',
    })
  })

  it('sends the headers of the API with a problem', async () => {
    for (const url of ['/api/nowhere', '/nowhere.js', '/index.html'])
      expect((await app.inject({ url })).headers).toEqual({
        ...apiHeaders(settings),
        connection: 'keep-alive',
        'content-language': 'en',
        'content-length': expect.any(String),
        'content-type': 'application/problem+json; charset=utf-8',
        date: expect.any(String),
      })
  })

  it('allows no plugins, no other base URL and no scripts but its own files', async () => {
    const policy = String((await page('/')).headers['content-security-policy']).split('; ')
    expect(policy).toEqual(
      expect.arrayContaining(["default-src 'none'", "object-src 'none'", "base-uri 'none'", "script-src 'self'"]),
    )
  })

  it('sends the same scripts to everyone, signed in or not', async () => {
    const url = '/assets/index-abc.js'
    const answers = ['', '__Host-latchkey=lk_one', '__Host-latchkey=lk_two'].map(async cookie => {
      const { body, headers } = await app.inject({ url, headers: { cookie, authorization: 'Bearer lk_one' } })
      return [body, headers['cache-control'], headers['set-cookie']]
    })
    for (const answer of await Promise.all(answers))
      expect(answer).toEqual(['export {}', 'public, max-age=31536000, immutable', undefined])
  })
})

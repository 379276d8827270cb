import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { keptMailPage, readKeptMail, readMailbox } from '@latchkey/contracts/platform/mailbox'
import { afterAll, describe, expect, it } from 'vitest'
import { replicaOf, testApi } from '../../../testing/test.ts'
import type { TestApi } from '../../../testing/test-api.ts'
import { renderLetter } from './letter.ts'
import { openMailer } from './open-mailer.ts'

const sample = { subject: 'Hello', heading: 'Hello', paragraphs: ['Come in.'] }
const DATA_DIR = await mkdtemp(path.join(tmpdir(), 'latchkey-mailbox-'))
afterAll(() => rm(DATA_DIR, { recursive: true }))
const api = await testApi({ environment: { DATA_DIR } })
const { host } = api.deps.settings.appUrl
const here = { headers: { host } }
const mail = {
  id: '1',
  to: 'ada@example.com',
  subject: 'Hello',
  text: 'Come in.',
  html: renderLetter('en', sample).html,
}

/** Stores a mail, and returns its id in the mailbox. */
async function store(different: Partial<typeof mail> = {}): Promise<string> {
  api.clock.advance(1)
  await openMailer(api.deps.settings, api.clock, api.deps.log).send({ ...mail, ...different })
  const { mails } = (await api.call(readMailbox, {}, here)).data
  return mails[0]?.id ?? ''
}

describe('GET /api/dev/mailbox', () => {
  it('lists the mails that were stored instead of sent, and then only new ones', async () => {
    const first = await store({ subject: 'First' })
    const second = await store({ subject: 'Second' })
    const { data } = await api.call(readMailbox, {}, here)
    expect(data).toMatchObject({ isWhole: true, mails: [{ subject: 'Second', to: mail.to }, { subject: 'First' }] })
    expect((await api.call(readMailbox, { after: first }, here)).data.mails.map(({ id }) => id)).toEqual([second])
    expect((await api.call(readMailbox, { after: second }, here)).data).toEqual({ isWhole: false, mails: [] })
    expect((await api.call(readMailbox, { after: crypto.randomUUID() }, here)).data).toEqual(data)
  })

  it('sends no content with the list, which is asked for again and again', async () => {
    const id = await store()
    const { response } = await api.call(readMailbox, { after: id }, here)
    expect(response.body.length).toBeLessThan(50)
    expect((await api.call(readMailbox, {}, here)).response.body).not.toContain(mail.text)
  })

  it('skips a file that is not a mail', async () => {
    const before = (await api.call(readMailbox, {}, here)).data
    for (const [name, text] of [
      ['9-half.json', '{"id":'],
      ['9-other.json', '{"id":1}'],
    ] as const)
      await writeFile(path.join(DATA_DIR, 'mailbox', name), text)
    expect((await api.call(readMailbox, {}, here)).data).toEqual(before)
  })

  it.each(['evil.example:4000', 'localhost', 'localhost:4001', '127.0.0.1:4000'])(
    'is 404 for a page that calls this machine %s',
    async host => {
      expect((await api.call(readMailbox, {}, { headers: { host } })).problem.code).toBe('not_found')
    },
  )

  it('is 404 for another machine, with or without one of our proxies in between', async () => {
    const ask = (of: TestApi, remoteAddress: string, headers = {}) =>
      of.app.inject({ url: readMailbox.path, remoteAddress, headers: { host, ...headers } })
    for (const address of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])
      expect((await ask(api, address)).statusCode).toBe(200)
    for (const address of ['192.168.1.7', '::ffff:192.168.1.7', 'fe80::1'])
      expect((await ask(api, address)).statusCode).toBe(404)
    const proxied = await replicaOf(api, { environment: { DATA_DIR, TRUST_PROXY: 'loopback' } })
    expect((await ask(proxied, '127.0.0.1', { 'x-forwarded-for': '192.168.1.7' })).statusCode).toBe(404)
  })

  it.each([
    ['forwarded', 'for=192.0.2.1'],
    ['via', '1.1 tunnel'],
    ['x-forwarded-for', '127.0.0.1'],
    ['x-forwarded-host', host],
    ['x-forwarded-proto', 'https'],
    ['x-real-ip', '127.0.0.1'],
    ['x-original-host', 'demo.example'],
    ['cf-connecting-ip', '192.0.2.1'],
    ['cdn-loop', 'cloudflare'],
    ['true-client-ip', '127.0.0.1'],
    ['x-cluster-client-ip', '127.0.0.1'],
    ['fastly-client-ip', '127.0.0.1'],
    ['fly-client-ip', '127.0.0.1'],
    ['x-amzn-trace-id', 'Root=1-67891233-abcdef012345678912345678'],
    ['x-envoy-external-address', '127.0.0.1'],
    ['tailscale-user-login', 'ada@example.com'],
    ['x-arr-ssl', '2048|256|CN=example'],
    ['x-vercel-id', 'fra1::abc'],
    ['x-appengine-country', 'DE'],
    ['x-scheme', 'https'],
    ['front-end-https', 'on'],
    ['x-forwarded', 'for=192.0.2.1'],
    ['forwarded-for', '192.0.2.1'],
    ['x-proxyuser-ip', '192.0.2.1'],
    ['x-remote-ip', '192.0.2.1'],
    ['x-remote-addr', '192.0.2.1'],
    ['do-connecting-ip', '192.0.2.1'],
    ['x-nf-client-connection-ip', '192.0.2.1'],
    ['x-sucuri-clientip', '192.0.2.1'],
    ['ali-cdn-real-ip', '192.0.2.1'],
    ['x-nginx-proxy', 'true'],
    ['x-forward-for', '192.0.2.1'],
    ['forward-for', '192.0.2.1'],
    ['x-haproxy-server-state', 'UP'],
    ['x-client-port', '51234'],
    ['x-request-start', 't=1425089709'],
    ['x-host', 'demo.example'],
    ['x-varnish', '32770'],
    ['surrogate-capability', 'key="Surrogate/1.0"'],
    ['akamai-origin-hop', '2'],
    ['remote-host', '192.0.2.1'],
    ['proxy-connection', 'keep-alive'],
  ])('is 404 through a tunnel that writes our name into Host: %s', async (name, value) => {
    expect((await api.call(readMailbox, {}, { headers: { host, [name]: value } })).problem.code).toBe('not_found')
  })

  it('answers the headers that browsers, extensions and libraries send', async () => {
    const headers = {
      ...{
        host,
        origin: `http://${host}`,
        referer: `http://${host}/dev/mailbox`,
        'x-requested-with': 'XMLHttpRequest',
      },
      ...{
        'sec-fetch-site': 'same-origin',
        'upgrade-insecure-requests': '1',
        dnt: '1',
        'sec-gpc': '1',
        priority: 'u=1',
      },
      ...{ 'accept-language': 'de', cookie: 'a=b', 'sec-ch-ua-platform': '"Linux"', 'cache-control': 'no-cache' },
    }
    expect((await api.call(readMailbox, {}, { headers })).status).toBe(200)
  })

  it.each([
    ['a mail server is set', { SMTP_URL: 'smtp://127.0.0.1:25' }],
    ['the server has an https address', { APP_URL: 'https://app.example.com' }],
    [
      'it is production',
      {
        ...{ NODE_ENV: 'production', APP_URL: 'https://app.example.com', TRUST_PROXY: 'loopback' },
        ...{ SMTP_URL: 'smtp://127.0.0.1:25', MAIL_FROM: 'no-reply@example.com' },
      },
    ],
  ])('is 404 if %s', async (_where, environment) => {
    const server = await replicaOf(api, { environment: { DATA_DIR, ...environment } })
    const { problem } = await server.call(readMailbox, {}, { headers: { host, 'x-forwarded-proto': 'https' } })
    expect(problem.code).toBe('not_found')
  })
})

describe('a stored mail', () => {
  const pageOf = (id: string, query = '', headers: Record<string, string> = { host }) =>
    api.app.inject({ url: keptMailPage.replace(':id', id) + query, headers })

  it('is read as text', async () => {
    const id = await store()
    const { to, subject, text } = mail
    expect((await api.call(readKeptMail, { id }, here)).data).toMatchObject({ id, to, subject, text })
    expect((await api.call(readKeptMail, { id: crypto.randomUUID() }, here)).problem.code).toBe('not_found')
  })

  it('is shown as a page that runs and loads nothing, framed by our own pages only, whose links leave the frame', async () => {
    const { headers, body } = await pageOf(await store())
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    expect(policy).toContain("frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation")
    expect(policy).not.toMatch(/script|allow-same-origin|allow-forms/)
    expect(body).toContain('<base target="_top">')
    expect(body).toContain('src="data:image/png;base64,')
  })

  it('is shown in the scheme that is asked for', async () => {
    const id = await store()
    expect((await pageOf(id)).body).toContain('@media (prefers-color-scheme: dark)')
    expect((await pageOf(id, '?scheme=dark')).body).toContain('@media all')
    expect((await pageOf(id, '?scheme=light')).body).toContain('@media not all')
    expect((await pageOf(id, '?scheme=blue')).statusCode).toBe(404)
  })

  it('is 404 for others, as the list is', async () => {
    const id = await store()
    for (const headers of [{ host: 'evil.example:4000' }, { host, via: '1.1 tunnel' }]) {
      expect((await pageOf(id, '', headers)).statusCode).toBe(404)
      expect((await api.call(readKeptMail, { id }, { headers })).problem.code).toBe('not_found')
    }
  })
})

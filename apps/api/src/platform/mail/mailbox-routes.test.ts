import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readMailbox } from '@latchkey/contracts/platform/mailbox'
import { afterAll, describe, expect, it } from 'vitest'
import { replicaOf, testApi } from '../../../testing/test.ts'
import type { TestApi } from '../../../testing/test-api.ts'
import { openMailer } from './open-mailer.ts'

const DATA_DIR = await mkdtemp(path.join(tmpdir(), 'latchkey-mailbox-'))
afterAll(() => rm(DATA_DIR, { recursive: true }))
const api = await testApi({ environment: { DATA_DIR } })
const { host } = api.deps.settings.appUrl
const here = { headers: { host } }

describe('GET /api/dev/mailbox', () => {
  it('returns the mails that were stored instead of sent', async () => {
    const { settings, clock, log } = api.deps
    const mail = { id: '1', to: 'ada@example.com', subject: 'Hello', text: 'Hello.', html: '<p>Hello.</p>' }
    await openMailer(settings, clock, log).send(mail)
    const { data } = await api.call(readMailbox, {}, here)
    expect(data).toMatchObject([{ to: mail.to, subject: mail.subject, text: mail.text, html: mail.html }])
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
  ])('is 404 through a tunnel that writes our name into Host: %s', async (name, value) => {
    expect((await api.call(readMailbox, {}, { headers: { host, [name]: value } })).problem.code).toBe('not_found')
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

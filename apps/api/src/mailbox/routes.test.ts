import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readMailbox } from '@latchkey/contracts/mailbox'
import { afterAll, describe, expect, it } from 'vitest'
import { openMailer } from '../mail/open-mailer.ts'
import { replicaOf, testApi } from '../testing/test.ts'

const DATA_DIR = await mkdtemp(path.join(tmpdir(), 'latchkey-mailbox-'))
afterAll(() => rm(DATA_DIR, { recursive: true }))
const api = await testApi({ environment: { DATA_DIR } })

describe('GET /api/dev/mailbox', () => {
  it('answers the mails that were kept instead of sent', async () => {
    const { settings, clock, log } = api.deps
    const mail = { id: '1', to: 'ada@example.com', subject: 'Hello', text: 'Hello.', html: '<p>Hello.</p>' }
    await openMailer(settings, clock, log).send(mail)
    const { data } = await api.call(readMailbox, {})
    expect(data).toMatchObject([{ to: mail.to, subject: mail.subject, text: mail.text, html: mail.html }])
  })

  it.each([
    ['a mail server is named', { SMTP_URL: 'smtp://127.0.0.1:25' }],
    ['people reach the server by https', { APP_URL: 'https://app.example.com' }],
    [
      'it is production',
      {
        ...{ NODE_ENV: 'production', APP_URL: 'https://app.example.com', TRUST_PROXY: 'loopback' },
        ...{ SMTP_URL: 'smtp://127.0.0.1:25', MAIL_FROM: 'no-reply@example.com' },
      },
    ],
  ])('is not there where %s', async (_where, environment) => {
    const server = await replicaOf(api, { environment: { DATA_DIR, ...environment } })
    const { problem } = await server.call(readMailbox, {}, { headers: { 'x-forwarded-proto': 'https' } })
    expect(problem.code).toBe('not_found')
  })
})

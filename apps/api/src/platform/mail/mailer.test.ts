import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { movableClock } from '../../../testing/movable-clock.ts'
import { startScriptedSmtp } from '../../../testing/scripted-smtp.ts'
import { startSmtpServer } from '../../../testing/smtp-server.ts'
import { createLog } from '../http/log.ts'
import { readSettings } from '../settings/settings.ts'
import { listKeptMails } from './mailbox.ts'
import type { Mail } from './mailer.ts'
import { openMailer } from './open-mailer.ts'

const clock = movableClock()
const mail = (differences: Partial<Mail> = {}): Mail => ({
  id: '0199d3a2-0000-7000-8000-000000000001-old',
  to: 'ada@example.com',
  subject: 'A door for Ada',
  text: 'Come in.\n',
  html: '<p>Come in.</p>',
  ...differences,
})

function mailerFor(environment: Record<string, string>) {
  const lines: string[] = []
  const settings = readSettings({ MAIL_FROM: 'Latchkey <no-reply@example.com>', ...environment })
  const mailer = openMailer(settings, clock, createLog('warn', { write: line => void lines.push(line) }))
  onTestFinished(() => mailer.close())
  return { mailer, settings, lines }
}
async function smtpServer() {
  const smtp = await startSmtpServer()
  onTestFinished(() => smtp.close())
  return smtp
}

describe('a mail over SMTP', () => {
  it('arrives in both formats, is marked as automatic, and has the same id each time it is sent', async () => {
    const smtp = await smtpServer()
    const { mailer } = mailerFor({ SMTP_URL: smtp.url })
    await mailer.send(mail())
    await mailer.send(mail())
    const [first, second] = smtp.mails
    expect(first).toMatchObject({ to: 'ada@example.com', subject: 'A door for Ada', text: 'Come in.\n' })
    expect(first?.html).toContain('<p>Come in.</p>')
    expect(first?.parsed.from?.text).toBe('"Latchkey" <no-reply@example.com>')
    expect(first?.parsed.headers.get('auto-submitted')).toBe('auto-generated')
    expect(first?.parsed.messageId).toBe('<0199d3a2-0000-7000-8000-000000000001-old@example.com>')
    expect(second?.parsed.messageId).toBe(first?.parsed.messageId)
  })

  it.each([
    'ada@example.com, eve@example.com',
    'ada@example.com;eve@example.com',
    'Eve <eve@example.com>',
    'ada@example.com\r\nBcc: eve@example.com',
    'ada@example.com\r\nRCPT TO:<eve@example.com>',
    '"ada@example.com eve@example.net"@example.org',
    '',
  ])('is not sent to %j', async to => {
    const smtp = await smtpServer()
    const { mailer } = mailerFor({ SMTP_URL: smtp.url })
    // Refused by our rule, before the server hears of it.
    await expect(mailer.send(mail({ to }))).rejects.toHaveProperty('issues')
    expect(smtp.mails).toEqual([])
  })

  it('cannot get a header from its subject, or a file or URL from its text', async () => {
    const smtp = await smtpServer()
    const { mailer } = mailerFor({ SMTP_URL: smtp.url })
    await mailer.send(mail({ subject: 'Hello\r\nBcc: eve@example.com\r\n\r\nbody' }))
    expect(smtp.mails.map(({ to }) => to)).toEqual(['ada@example.com'])
    expect(smtp.mails[0]?.parsed.headers.has('bcc')).toBe(false)
    await expect(mailer.send(mail({ text: { path: '/etc/passwd' } as unknown as string }))).rejects.toThrow(
      'File access',
    )
    await expect(mailer.send(mail({ html: { href: smtp.url } as unknown as string }))).rejects.toThrow('Url access')
  })

  it('that is refused for good is not tried again, and the log holds no address', async () => {
    const smtp = await smtpServer()
    const { mailer, lines } = mailerFor({ SMTP_URL: smtp.url })
    smtp.refuse(550, 'No such user here')
    await mailer.send(mail())
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 50, code: 'EENVELOPE', responseCode: 550 })
    expect(lines.join('')).not.toContain('ada@')
  })

  it('is tried again if the server is down, or refuses for now', async () => {
    const smtp = await smtpServer()
    const { mailer, lines } = mailerFor({ SMTP_URL: smtp.url })
    smtp.refuse(451)
    await expect(mailer.send(mail())).rejects.toMatchObject({ responseCode: 451 })
    smtp.refuse(undefined)
    await smtp.stop()
    await expect(mailer.send(mail())).rejects.toMatchObject({ code: expect.stringMatching(/^E/) })
    await smtp.restart()
    await mailer.send(mail())
    expect(smtp.mails).toHaveLength(1)
    expect(lines.map(line => JSON.parse(line))).toMatchObject([{ level: 40, event: 'smtp_failed' }])
  })

  it('is tried again if a bare code says nothing of the recipient, and the log says why', async () => {
    const smtp = await smtpServer()
    const { mailer, lines } = mailerFor({ SMTP_URL: smtp.url })
    smtp.refuse(550, 'Access denied')
    await expect(mailer.send(mail())).rejects.toMatchObject({ responseCode: 550 })
    expect(lines.map(line => JSON.parse(line))).toMatchObject([{ event: 'smtp_failed', said: '550 Access denied' }])
  })

  it('waits only as long as set for a server that accepts the connection and stays silent', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    onTestFinished(() => void silent.close())
    const { port } = silent.address() as { port: number }
    const { mailer } = mailerFor({ SMTP_URL: `smtp://127.0.0.1:${port}?connectionTimeout=1000` })
    const begun = performance.now()
    await expect(mailer.send(mail())).rejects.toMatchObject({ code: 'ETIMEDOUT' })
    // By default it would wait for ten seconds.
    expect(performance.now() - begun).toBeLessThan(9_000)
  })

  it('does not wait for others that the server never answers', async () => {
    const smtp = await startScriptedSmtp({ RCPT: null })
    onTestFinished(() => smtp.close())
    const { mailer } = mailerFor({ SMTP_URL: smtp.url })
    const stuck = Array.from({ length: 5 }, (_, at) => mailer.send(mail({ id: `stuck-${at}` })))
    const ends = Promise.allSettled(stuck)
    await smtp.hears('RCPT', 5)
    smtp.change({ RCPT: '250 Ok' })
    const first = await Promise.race([mailer.send(mail()).then(() => 'new'), ends.then(() => 'stuck')])
    expect(first).toBe('new')
    smtp.close()
    expect((await ends).every(({ status }) => status === 'rejected')).toBe(true)
  })

  it('does not wait for others whose answers the server begins again and again, and never ends', async () => {
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
      const abort = new AbortController()
      setTimeout(2_000).then(() => abort.abort(new DOMException('too late', 'TimeoutError')))
      return abort.signal
    })
    onTestFinished(() => void vi.restoreAllMocks())
    const smtp = await startScriptedSmtp({ RCPT: '250-wait' })
    onTestFinished(() => smtp.close())
    const dripping = setInterval(() => smtp.say('250-wait'), 200)
    onTestFinished(() => clearInterval(dripping))
    const { mailer } = mailerFor({ SMTP_URL: smtp.url })
    // As many as there are connections.
    const stuck = Array.from({ length: 10 }, (_, at) => mailer.send(mail({ id: `stuck-${at}` })))
    expect((await Promise.allSettled(stuck)).map(({ status }) => status)).toEqual(stuck.map(() => 'rejected'))
    clearInterval(dripping)
    smtp.change({ RCPT: '250 Ok' })
    await mailer.send(mail())
    expect(smtp.received.filter(line => line === '.')).toHaveLength(1)
  })

  it('is given up when the server falls silent in the middle of it', async () => {
    const smtp = await startScriptedSmtp({ RCPT: null })
    onTestFinished(() => smtp.close())
    const { mailer } = mailerFor({ SMTP_URL: `${smtp.url}?socketTimeout=300` })
    await expect(mailer.send(mail())).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  })

  it('goes to another machine in production only over TLS', async () => {
    const smtp = await smtpServer()
    const production = {
      ...{ NODE_ENV: 'production', APP_URL: 'https://app.example.com', TRUST_PROXY: 'loopback' },
      APP_SECRET: 'a secret that is long enough to be one',
    }
    // The same server at an address that does not count as this machine.
    const { mailer } = mailerFor({ ...production, SMTP_URL: smtp.url.replace('127.0.0.1', '0.0.0.0') })
    await expect(mailer.send(mail())).rejects.toMatchObject({ code: 'ETLS' })
    const withoutTls = mailerFor({
      ...production,
      SMTP_URL: `${smtp.url.replace('127.0.0.1', '0.0.0.0')}?requireTLS=false`,
    })
    await withoutTls.mailer.send(mail())
    expect(smtp.mails).toHaveLength(1)
  })
})

describe('a mail without a mail server', () => {
  async function storingMailer() {
    const DATA_DIR = await mkdtemp(path.join(tmpdir(), 'latchkey-mailbox-'))
    onTestFinished(() => rm(DATA_DIR, { recursive: true }))
    return mailerFor({ DATA_DIR })
  }

  it('is stored, readable by its owner only, and read newest first', async () => {
    const { mailer, settings } = await storingMailer()
    expect((await listKeptMails(settings)).mails).toEqual([])
    for (const subject of ['first', 'second']) {
      await mailer.send(mail({ subject }))
      clock.advance(1)
    }
    expect((await listKeptMails(settings)).mails.map(({ subject }) => subject)).toEqual(['second', 'first'])
    const directory = path.join(settings.dataDir, 'mailbox')
    for (const name of await readdir(directory))
      expect((await stat(path.join(directory, name))).mode & 0o777).toBe(0o600)
  })

  it('replaces the oldest one when a hundred are stored', async () => {
    const { mailer, settings } = await storingMailer()
    for (let count = 0; count < 102; count++) {
      await mailer.send(mail({ subject: `${count}` }))
      clock.advance(1)
    }
    const { mails: kept } = await listKeptMails(settings)
    expect([kept.length, kept.at(0)?.subject, kept.at(-1)?.subject]).toEqual([100, '101', '2'])
  })
})

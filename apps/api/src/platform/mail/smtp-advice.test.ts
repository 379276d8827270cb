import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { movableClock } from '../../../testing/movable-clock.ts'
import { type Script, startScriptedSmtp } from '../../../testing/scripted-smtp.ts'
import { freePort } from '../../../testing/server-process.ts'
import { createLog } from '../http/log.ts'
import { readSettings } from '../settings/settings.ts'
import type { SmtpError } from './final-refusals.ts'
import { openMailer } from './open-mailer.ts'
import { adviceFor } from './smtp-advice.ts'

const mail = { id: 'one', to: 'ada.b@example.com', subject: 'A door', text: 'Come in.\n', html: '<p>Come in.</p>' }
const production = {
  ...{ NODE_ENV: 'production', APP_URL: 'https://app.example.com', TRUST_PROXY: 'loopback' },
  APP_SECRET: 'a secret that is long enough to be one',
}

function mailerAt(SMTP_URL: string, environment: Record<string, string> = {}) {
  const lines: string[] = []
  const settings = readSettings({ MAIL_FROM: 'no-reply@example.com', SMTP_URL, ...environment })
  const log = createLog('info', { write: line => void lines.push(line) })
  const mailer = openMailer(settings, movableClock(), log)
  onTestFinished(() => mailer.close())
  return { mailer, logged: () => lines.map(line => JSON.parse(line)) }
}
async function scripted(script: Script = {}) {
  const server = await startScriptedSmtp(script)
  onTestFinished(() => server.close())
  return server
}
const withLogin = (url: string) => url.replace('//', '//user:a%20secret@')

describe('the start', () => {
  it('logs that the mail server is ready, and sends nothing', async () => {
    const server = await scripted()
    const { mailer, logged } = mailerAt(withLogin(server.url))
    await mailer.verify()
    expect(logged()).toMatchObject([{ event: 'smtp_ready', server: `127.0.0.1:${server.port}` }])
    expect(server.received.join('\n')).not.toContain('MAIL')
  })

  it('logs in the words of the server why it refused the login, without the password', async () => {
    const server = await scripted({ AUTH: '535 5.7.8 Error: no such user as a@example.com' })
    const { mailer, logged } = mailerAt(withLogin(server.url))
    await mailer.verify()
    const [line, ...others] = logged()
    expect(others).toEqual([])
    expect(line).toMatchObject({
      level: 40,
      event: 'smtp_failed',
      setting: 'SMTP_URL',
      code: 'EAUTH',
      responseCode: 535,
    })
    expect(line.msg).toMatch(
      /^SMTP_URL: the server refused the login \(127.*: 535 5\.7\.8 Error: no such user as …\)\. Write/,
    )
    expect(JSON.stringify(line)).not.toMatch(/secret|a@example/)
  })

  it('signs in with any user and password, percent-encoded in SMTP_URL', async () => {
    const server = await scripted()
    const user = 'ada+mail@example.com'
    const password = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).join('')
    const { mailer, logged } = mailerAt(
      server.url.replace('//', `//${encodeURIComponent(user)}:${encodeURIComponent(`${password}é`)}@`),
    )
    await mailer.verify()
    expect(logged()).toMatchObject([{ event: 'smtp_ready' }])
    const [, , sent = ''] = server.received.find(line => line.startsWith('AUTH PLAIN'))?.split(' ') ?? []
    expect(Buffer.from(sent, 'base64').toString()).toBe(`\0${user}\0${password}é`)
  })

  it.each([
    ['https', 1],
    ['http', 0],
  ])('warns of a server at an %s address that only keeps its mails', async (scheme, count) => {
    const { mailer, logged } = mailerAt('', { APP_URL: `${scheme}://app.example.com` })
    await mailer.verify()
    expect(logged()).toHaveLength(count)
    if (count) expect(logged()[0].msg).toMatch(/^SMTP_URL: it is not set.* NODE_ENV=production/)
  })
})

describe('a mistake that only the network shows', () => {
  it('is a port on which nothing listens', async () => {
    const { mailer, logged } = mailerAt(`smtp://127.0.0.1:${await freePort()}`)
    await mailer.verify()
    expect(logged()).toMatchObject([
      { setting: 'SMTP_URL', originalCode: 'ECONNREFUSED', msg: expect.stringContaining('nothing listens there') },
    ])
  })

  it('is a host that does not exist', async () => {
    const { mailer, logged } = mailerAt('smtp://mail.invalid?dnsTimeout=5000')
    await mailer.verify()
    expect(logged()).toMatchObject([
      { setting: 'SMTP_URL', msg: expect.stringMatching(/no address was found.*mail\.invalid:587/) },
    ])
  })

  it('is smtps:// at a port that begins without TLS', async () => {
    const server = await scripted()
    const { mailer, logged } = mailerAt(`smtps://127.0.0.1:${server.port}`)
    await mailer.verify()
    expect(logged()).toMatchObject([
      { setting: 'SMTP_URL', msg: expect.stringMatching(/does not speak TLS from.*Write smtp:/) },
    ])
  })

  it('is smtp:// at a port that waits for TLS, or a server that holds its greeting back for too long', async () => {
    const server = await scripted({ greeting: null })
    const { mailer, logged } = mailerAt(`${server.url}?connectionTimeout=200`)
    await mailer.verify()
    expect(logged()).toMatchObject([
      { setting: 'SMTP_URL', msg: expect.stringMatching(/no greeting came.*write smtps:/) },
    ])
  })

  it('is a server without STARTTLS in production', async () => {
    const server = await scripted({ STARTTLS: '502 5.5.1 Not implemented' })
    const { mailer, logged } = mailerAt(server.url.replace('127.0.0.1', '0.0.0.0'), production)
    await mailer.verify()
    expect(logged()).toMatchObject([{ setting: 'SMTP_URL', msg: expect.stringMatching(/no TLS.*requireTLS=false/) }])
  })

  it.each([
    ['authMethod=CRAM-MD5', '504 5.7.4 Unrecognized authentication type', /does not know this way.*\?authMethod=/],
    ['authMethod=LOGIN', '535 5.7.8 Error: Invalid authentication mechanism', /does not know this way.*\?authMethod=/],
    ['ignoreTLS=true', '538 5.7.11 Encryption required for this login', /wants TLS.*Remove ignoreTLS/],
    ['ignoreTLS=true', '530 5.7.0 Must issue a STARTTLS command first', /wants TLS.*Remove ignoreTLS/],
  ])('is ?%s, which the server refuses at the login: %s', async (option, AUTH, words) => {
    const server = await scripted({ AUTH })
    const { mailer, logged } = mailerAt(`${withLogin(server.url)}?${option}`)
    await mailer.verify()
    expect(logged()).toMatchObject([{ setting: 'SMTP_URL', said: AUTH, msg: expect.stringMatching(words) }])
  })

  it('is a localAddress of another machine', async () => {
    const server = await scripted()
    const { mailer, logged } = mailerAt(`${server.url}?localAddress=192.0.2.1`)
    await mailer.verify()
    expect(logged()).toMatchObject([
      {
        setting: 'SMTP_URL',
        originalCode: 'EADDRNOTAVAIL',
        msg: expect.stringMatching(/no address to connect from.*of this machine as localAddress/),
      },
    ])
  })

  it('is a port where something else answers', async () => {
    const web = createServer().listen(0, '127.0.0.1')
    await once(web, 'listening')
    onTestFinished(() => void web.close())
    const { port } = web.address() as AddressInfo
    const { mailer, logged } = mailerAt(`smtp://127.0.0.1:${port}?connectionTimeout=300`)
    await mailer.verify()
    expect(logged()).toMatchObject([{ setting: 'SMTP_URL' }])
  })
})

describe('a mistake that only a mail shows', () => {
  it.each([
    [{ MAIL: '550 5.7.1 You may not send as this address' }, 'MAIL_FROM', 'refused this sender'],
    [{ MAIL: '553 5.1.8 The domain does not exist' }, 'MAIL_FROM', 'refused this sender'],
    [{ MAIL: '530 5.7.0 Authentication required' }, 'SMTP_URL', 'wants a login'],
    [{ MAIL: '530 5.7.0 Must issue a STARTTLS command first' }, 'SMTP_URL', 'wants TLS'],
    [{ RCPT: '554 5.7.1 <ada.b@example.com>: Relay access denied' }, 'SMTP_URL', 'does not pass our mail on'],
    [{ RCPT: '550 5.7.1 Client was not authenticated' }, 'SMTP_URL', 'wants a login'],
    [{ RCPT: '554 5.7.1 Sender not verified' }, 'MAIL_FROM', 'refused this sender'],
    [{ '.': '550 5.7.26 The mail is not authenticated: SPF and DKIM fail' }, 'MAIL_FROM', 'refused this sender'],
    [{ '.': '554 5.7.1 Refused: see ada.b and lk_abcdefg' }, 'MAIL_FROM', 'refused the content'],
  ] as const)('loses no mail, and is logged once: %j', async (script, setting, seen) => {
    const server = await scripted(script)
    const { mailer, logged } = mailerAt(server.url)
    for (let count = 0; count < 2; count++) await expect(mailer.send(mail)).rejects.toThrow()
    expect(logged()).toMatchObject([{ level: 40, event: 'smtp_failed', setting }])
    const [{ msg, said }] = logged()
    expect(msg).toContain(`${setting}: the server ${seen}`)
    expect(said).toMatch(/^5\d\d /)
    expect(`${msg} ${said}`).not.toMatch(/ada|lk_a/)
    server.change({ MAIL: '250 Ok', RCPT: '250 Ok', '.': '250 Ok' })
    await mailer.send(mail)
    server.change(script)
    await expect(mailer.send(mail)).rejects.toThrow()
    expect(logged()).toHaveLength(2)
  })

  it('is not greylisting, which needs patience and no other setting', async () => {
    const server = await scripted({ RCPT: '450 4.2.0 Greylisted, try again in 900 seconds' })
    const { mailer, logged } = mailerAt(server.url)
    await expect(mailer.send(mail)).rejects.toMatchObject({ responseCode: 450 })
    expect(logged()).toEqual([])
  })
})

describe('the advice', () => {
  it.each<[SmtpError, string]>([
    [{ code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED', message: 'certificate has expired' }, 'certificate'],
    [
      {
        code: 'ESOCKET',
        originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID',
        message: "Hostname/IP does not match certificate's altnames",
      },
      'certificate',
    ],
    [{ code: 'ETLS', message: 'Error initiating TLS - self-signed certificate' }, 'certificate'],
    [{ code: 'ESOCKET', originalCode: 'EHOSTUNREACH' }, 'no connection'],
    [{ code: 'ETIMEDOUT', timeoutType: 'CONNECT_TIMEOUT' }, 'no connection'],
    [{ code: 'ETIMEDOUT', timeoutType: 'SOCKET_TIMEOUT' }, 'too slowly'],
    [{ code: 'EABORT' }, 'too slowly'],
    [{ code: 'EAUTH', command: 'API', message: 'Missing credentials for "PLAIN"' }, 'without a password'],
    [{ code: 'ECONNECTION', message: 'Connection closed unexpectedly' }, 'closed the connection'],
    [{ code: 'ESOCKET', originalCode: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' }, 'too old'],
    [{ code: 'ETLS', originalCode: 'ERR_SSL_UNSUPPORTED_PROTOCOL' }, 'too old'],
    [{ code: 'ESOCKET', originalCode: 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE' }, 'too old'],
    [{ code: 'ESOCKET', originalCode: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 'TLS from the start'],
    [{ code: 'EPROTOCOL', response: '421 4.3.2 Service not available', responseCode: 421 }, 'for now'],
    [{ code: 'EPROTOCOL', response: '554 5.7.1 No service for you', responseCode: 554 }, 'does not serve us'],
  ])('for %j', (error, seen) => {
    expect(adviceFor(error)?.seen).toContain(seen)
  })

  it('is none where the state of the server passes by itself', () => {
    for (const response of ['421 4.7.0 Too many connections', '451 4.3.0 Disk full', '454 4.7.0 Try to log in later'])
      for (const [code, command] of [
        ['EENVELOPE', 'RCPT TO'],
        ['EAUTH', 'AUTH PLAIN'],
      ] as const)
        expect(adviceFor({ code, command, response, responseCode: Number(response.slice(0, 3)) })).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { settingsMessage as messageOf } from '../../../testing/settings-message.ts'
import { readSettings } from './settings.ts'

describe('SMTP_URL', () => {
  it.each([
    'smtp://mail.example.com',
    'smtps://mail.example.com:465/',
    'smtps://me%40example.com:p%23ss%25@mail.example.com',
    'smtps://me@example.com:word@mail.example.com',
    'smtp://[::1]:2525?requireTLS=false&connectionTimeout=20000&maxConnections=1',
    'smtps://mail.example.com?tls.servername=mail.internal&tls.rejectUnauthorized=true&name=app.example.com',
    'smtps://mail.example.com?tls.minVersion=TLSv1&tls.ciphers=DEFAULT@SECLEVEL=0&tls.servername=192.0.2.1',
    'smtps://mail.example.com?authMethod=Cram-Md5&localAddress=::1&name=[IPv6:2001:db8::1]',
  ])('may be %s', SMTP_URL => {
    expect(readSettings({ SMTP_URL }).smtpUrl).toBe(SMTP_URL)
  })

  it.each([
    'mail.example.com:587',
    'http://mail.example.com',
    // Passwords with a #, a / and a % that are not encoded.
    'smtps://user:word#secret@mail.example.com',
    'smtps://user:1#secret@mail.example.com',
    'smtps://user:1/secret@mail.example.com',
    'smtps://user:1?secret@mail.example.com',
    'smtps://user:50%secret@mail.example.com',
    // Options that nodemailer would ignore without a word.
    'smtp://mail.example.com?requireTls=false',
    'smtp://mail.example.com?secure=true',
    'smtp://mail.example.com?requireTLS=no',
    'smtp://mail.example.com?connectionTimeout=5s',
    'smtp://mail.example.com?socketTimeout=600000',
    // They would replace the transport, or log every password.
    'smtp://mail.example.com?debug=true',
    'smtp://mail.example.com?service=gmail',
    'smtp://mail.example.com?lmtp=true',
  ])('may not be %s, and the message shows no part of it', SMTP_URL => {
    const message = messageOf({ SMTP_URL })
    expect(message).toContain('  SMTP_URL m')
    expect(message).not.toMatch(/secret|word#|user:1/)
  })

  it.each([
    ['requireTLS=no', 'true or false as requireTLS'],
    ['connectionTimeout=5s', '1 to 20000 milliseconds as connectionTimeout'],
    ['maxConnections=1000', '1 to 100 as maxConnections'],
    ['authMethod=NTLM', 'PLAIN, LOGIN or CRAM-MD5 as authMethod'],
    // It would count as no wish at all.
    ['authMethod=XOAUTH2', 'PLAIN, LOGIN or CRAM-MD5 as authMethod'],
    ['tls.minVersion=TLS1.2', 'TLSv1, TLSv1.1, TLSv1.2 or TLSv1.3 as tls.minVersion'],
    ['tls.minVersion=SSLv3', 'TLSv1, TLSv1.1, TLSv1.2 or TLSv1.3 as tls.minVersion'],
    ['tls.ciphers=MODERN', 'ciphers that OpenSSL knows, such as DEFAULT@SECLEVEL=0, as tls.ciphers'],
    ['tls.ciphers=', 'ciphers that OpenSSL knows, such as DEFAULT@SECLEVEL=0, as tls.ciphers'],
    ['tls.servername=https://mail.example.com', 'a host name as tls.servername'],
    ['tls.servername=5', 'a host name as tls.servername'],
    ['name=my app', 'a host name as name'],
    ['localAddress=eth0', 'an IP address of this machine as localAddress'],
  ])('may not end in ?%s, and the message says what to write', (query, words) => {
    expect(messageOf({ SMTP_URL: `smtp://mail.example.com?${query}` })).toMatch(
      new RegExp(`  SMTP_URL must have ${words}$`),
    )
  })

  it.each(['maxConnections=3&maxConnections=5', 'requireTLS=true&requireTLS=true', 'name=a&%6eame=b'])(
    'may not have an option twice, as in ?%s',
    query => {
      expect(messageOf({ SMTP_URL: `smtp://mail.example.com?${query}` })).toMatch(
        / {2}SMTP_URL has the option \w+ more than once\. Write it once/,
      )
    },
  )

  it.each(['constructor=x', '__proto__=x', 'toString=x'])('may not end in ?%s, which every object has', query => {
    expect(messageOf({ SMTP_URL: `smtp://mail.example.com?${query}` })).toContain('  SMTP_URL may have only')
  })
})

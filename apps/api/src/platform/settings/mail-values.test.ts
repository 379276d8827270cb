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
})

describe('MAIL_FROM', () => {
  it.each([
    ['Example Ltd. <no-reply@example.com>', 'Example Ltd.', 'no-reply@example.com'],
    // As other programs write it.
    ['"Example, Inc." <no-reply@example.com>', 'Example, Inc.', 'no-reply@example.com'],
    ['<no-reply@example.com>', '', 'no-reply@example.com'],
    ['no-reply@example.com', '', 'no-reply@example.com'],
  ])('may be %j', (MAIL_FROM, name, address) => {
    expect(readSettings({ MAIL_FROM }).mailFrom).toEqual({ name, address })
  })

  it.each([
    'a@example.com, b@example.com',
    'A <a@example.com>, B <b@example.com>',
    'A <a@example.com>\r\nBcc: b@example.com',
    'A',
    'A <>',
    '@example.com',
    'a@',
    '"a" "b" <a@example.com>',
    '"a\\" <a@example.com>',
    '"a <a@example.com>',
  ])('may not be %j', MAIL_FROM => {
    expect(messageOf({ MAIL_FROM })).toContain('  MAIL_FROM must')
  })
})

import { describe, expect, it } from 'vitest'
import { settingsMessage as messageOf } from '../../../testing/settings-message.ts'
import { readSettings } from './settings.ts'

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

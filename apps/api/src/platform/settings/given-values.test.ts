import { describe, expect, it } from 'vitest'
import { readSettings, SettingsError, settingNames } from './settings.ts'

const production = {
  ...{ NODE_ENV: 'production', APP_URL: 'https://app.example.com', TRUST_PROXY: '10.0.0.0/8' },
  ...{ APP_SECRET: 'a secret that is long enough to be one', SMTP_URL: 'smtps://mail.example.com' },
  MAIL_FROM: 'no-reply@example.com',
}
const messageOf = (environment: Record<string, string>) => {
  try {
    readSettings(environment)
  } catch (error) {
    if (error instanceof SettingsError) return error.message
  }
  return ''
}

describe('values as files and platforms hand them over', () => {
  it('have white space at their ends, which does not count', () => {
    const settings = readSettings({
      PORT: ' 5000\r\n',
      APP_SECRET: `${'a'.repeat(32)}\n`,
      DATABASE_URL: '  ',
      HOST: '\t',
    })
    expect(settings).toMatchObject({
      port: 5000,
      appSecrets: ['a'.repeat(32)],
      databaseUrl: undefined,
      host: '127.0.0.1',
    })
  })

  it.each(settingNames)('have no quotes, which a shell would take off: %s', name => {
    for (const value of ['"4000"', "'secret'", '`4000`']) {
      const message = messageOf({ [name]: value })
      expect(message.split('\n').slice(1)).toEqual([expect.stringMatching(`^  ${name} is in quotes\\. Remove them`)])
      expect(message).not.toMatch(/4000|secret/)
    }
  })

  it('of MAIL_FROM may begin with a quote', () => {
    expect(readSettings({ MAIL_FROM: '"Example" <no-reply@example.com>' }).mailFrom.name).toBe('Example')
  })

  it.each(['0.0.0.0', '::', '::1', '127.0.0.1', 'localhost', 'app.internal', 'fe80::1%eth0'])(
    'may be %s as HOST',
    HOST => {
      expect(readSettings({ HOST }).host).toBe(HOST)
    },
  )

  it.each(['*', '[::1]', '127.0.0.1:4000', 'http://localhost', 'localhost/', '0.0.0.0, ::'])(
    'may not be %s as HOST',
    HOST => {
      expect(messageOf({ HOST })).toContain('  HOST must be an address or name of this machine, without a port')
    },
  )

  it('say what to write where a number, a time or a level is wrong', () => {
    expect(messageOf({ PORT: '4000/tcp' })).toContain('PORT must be a whole number without a unit, from 1 to 65535')
    expect(messageOf({ SESSION_IDLE: '2 h' })).toContain('must be a duration without a space, such as 30m')
    expect(messageOf({ LOG_LEVEL: 'INFO' })).toContain('LOG_LEVEL must be fatal, error, warn, info')
    expect(messageOf({ ...production, TRUST_PROXY: '1' })).toContain('a number of proxies do not work')
    expect(messageOf({ ...production, APP_URL: 'HTTPS://app.example.com/' })).toBe('')
  })
})

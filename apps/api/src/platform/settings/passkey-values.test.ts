import { describe, expect, it } from 'vitest'
import { settingsMessage as messageOf } from '../../../testing/settings-message.ts'
import { readSettings } from './settings.ts'

describe('RP_ID', () => {
  it('is the host of APP_URL, unless it is set', () => {
    expect(readSettings({}).passkeys).toMatchObject({ rpId: 'localhost', origins: ['http://localhost:4000'] })
    expect(readSettings({ APP_URL: 'https://app.example.com' }).passkeys.rpId).toBe('app.example.com')
  })

  it.each(['app.example.com', 'example.com', 'Example.com'])('may be %s', RP_ID => {
    expect(readSettings({ APP_URL: 'https://app.example.com', RP_ID }).passkeys.rpId).toBe(RP_ID.toLowerCase())
  })

  it.each(['other.example.com', 'ample.com', 'www.app.example.com', 'example.org'])('may not be %s', RP_ID => {
    expect(messageOf({ APP_URL: 'https://app.example.com', RP_ID })).toContain(
      'RP_ID must be the host of APP_URL (app.example.com), or a domain above it',
    )
  })

  it('may not be a whole top-level domain, part of an address, or a URL', () => {
    expect(messageOf({ APP_URL: 'https://app.example.com', RP_ID: 'com' })).toContain('RP_ID must be a domain of yours')
    expect(messageOf({ APP_URL: 'http://127.0.0.1:4000', RP_ID: '0.1' })).toContain('RP_ID must be the host of APP_URL')
    expect(messageOf({ RP_ID: 'https://example.com' })).toContain('RP_ID must be a domain such as example.com')
  })
})

it('RELATED_ORIGINS are added to the origins that may use passkeys', () => {
  const related = { APP_URL: 'https://app.example.com', RELATED_ORIGINS: 'https://example.org, https://example.net' }
  expect(readSettings(related).passkeys.origins).toEqual([
    'https://app.example.com',
    'https://example.org',
    'https://example.net',
  ])
})

import { describe, expect, it } from 'vitest'
import { replicaOf, testApi } from '../../../testing/test.ts'

const api = await testApi()
const url = '/.well-known/security.txt'

describe('/.well-known/security.txt', () => {
  it('is 404 if no contact is set', async () => {
    const { statusCode, json } = await api.app.inject({ url })
    expect([statusCode, json().code]).toEqual([404, 'not_found'])
  })

  it.each([
    ['security@example.com', 'mailto:security@example.com'],
    ['https://example.com/security', 'https://example.com/security'],
  ])('names %s as RFC 9116 asks, and expires within a year', async (SECURITY_CONTACT, contact) => {
    const { app, clock } = await replicaOf(api, {
      environment: { SECURITY_CONTACT, APP_URL: 'https://app.example.com' },
    })
    const { statusCode, headers, body } = await app.inject({ url })
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8'])
    const fields = Object.fromEntries(
      body
        .trim()
        .split('\n')
        .map(line => line.split(/: (.*)/, 2)),
    )
    expect(fields).toMatchObject({ Contact: contact, Canonical: `https://app.example.com${url}` })
    const days = (Date.parse(fields.Expires ?? '') - clock.now().getTime()) / 86_400_000
    expect(days).toBeGreaterThan(30)
    expect(days).toBeLessThan(365)
  })
})

describe('/.well-known/change-password', () => {
  it('redirects to the password in the settings at APP_URL, and ignores Host', async () => {
    const { statusCode, headers } = await api.app.inject({
      url: '/.well-known/change-password',
      headers: { host: 'evil' },
    })
    expect([statusCode, headers.location]).toEqual([302, 'http://localhost:4000/settings#password'])
  })
})

describe('/.well-known/passkey-endpoints', () => {
  it('leads to the page that adds a passkey, and to the one about security', async () => {
    const { statusCode, json } = await api.app.inject({ url: '/.well-known/passkey-endpoints' })
    const manage = 'http://localhost:4000/security'
    expect([statusCode, json()]).toEqual([200, { enroll: `${manage}/passkey`, manage }])
  })
})

describe('/.well-known/webauthn', () => {
  it('is 404 if no other origin may use the passkeys', async () => {
    expect((await api.app.inject({ url: '/.well-known/webauthn' })).statusCode).toBe(404)
  })

  it('names the origins that may', async () => {
    const environment = { RELATED_ORIGINS: 'https://example.org' }
    const { app } = await replicaOf(api, { environment })
    const { json } = await app.inject({ url: '/.well-known/webauthn' })
    expect(json()).toEqual({ origins: ['http://localhost:4000', 'https://example.org'] })
  })
})

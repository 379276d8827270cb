import { signIn } from '@latchkey/contracts/auth/sign-in'
import { live } from '@latchkey/contracts/platform/health'
import { describe, expect, it } from 'vitest'
import { testApi } from '../../../testing/test.ts'

const production = {
  NODE_ENV: 'production',
  APP_URL: 'https://app.example.com',
  TRUST_PROXY: 'loopback',
  SMTP_URL: 'smtps://mail.example.com',
  MAIL_FROM: 'no-reply@example.com',
}
const api = await testApi({ environment: production })
const overHttps = { 'x-forwarded-proto': 'https' }
const ours = { ...overHttps, 'sec-fetch-site': 'same-origin' }

describe('production', () => {
  it('refuses an API call over http instead of redirecting it', async () => {
    expect((await api.call(signIn, await api.createUser())).problem).toMatchObject({
      code: 'https_required',
      status: 403,
    })
  })

  it.each(['/api', '/%61pi/restricted/session', '/api/%72estricted/session'])(
    'refuses it for every spelling of its path: %s',
    async url => {
      expect((await api.app.inject({ url })).statusCode).toBe(403)
    },
  )

  it('redirects HEAD for a page to https too', async () => {
    expect((await api.app.inject({ method: 'HEAD', url: '/devices' })).statusCode).toBe(308)
  })

  it('redirects a page request from http to https at APP_URL, and ignores Host', async () => {
    const { statusCode, headers } = await api.app.inject({ url: '/devices?a=b', headers: { host: 'evil.example' } })
    expect([statusCode, headers.location]).toEqual([308, 'https://app.example.com/devices?a=b'])
  })

  it.each(['//evil.example', '/\\evil.example', '/%5cevil.example', '/.evil.example', '/@evil.example'])(
    'never redirects to another origin: %s',
    async url => {
      const { headers } = await api.app.inject({ url })
      if (headers.location) expect(new URL(String(headers.location)).origin).toBe('https://app.example.com')
    },
  )

  it('answers health checks over http too', async () => {
    expect((await api.call(live, {})).data).toEqual({ status: 'ok' })
  })

  it('tells browsers to use https for a year, and sets Secure cookies', async () => {
    const { response } = await api.call(signIn, { ...(await api.createUser()), delivery: 'cookie' }, { headers: ours })
    expect(response.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
    for (const cookie of [response.headers['set-cookie']].flat()) expect(cookie).toMatch(/^__Host-latchkey.*; Secure/)
  })

  it('trusts X-Forwarded-For and X-Forwarded-Proto from its own proxies only', async () => {
    const user = await api.createUser()
    const forwarded = { ...overHttps, 'x-forwarded-for': '203.0.113.9' }
    const behindProxy = await api.call(signIn, user, { headers: forwarded })
    expect(behindProxy.data.session.ip).toBe('203.0.113.9')
    expect(api.logLines.filter(line => line.includes('"ip":"203.0.113.9"'))).not.toEqual([])
    const direct = await api.app.inject({
      method: 'POST',
      url: signIn.path,
      payload: { email: user.email, password: user.password },
      headers: forwarded,
      remoteAddress: '198.51.100.7',
    })
    expect(direct.json().code).toBe('https_required')
    expect(api.logLines.filter(line => line.includes('"ip":"198.51.100.7"'))).not.toEqual([])
  })

  it.each(['x-real-ip', 'x-client-ip', 'true-client-ip', 'cf-connecting-ip', 'forwarded'])(
    'does not take the client’s address from %s',
    async name => {
      const headers = { ...overHttps, [name]: name === 'forwarded' ? 'for=203.0.113.7' : '203.0.113.7' }
      const { data } = await api.call(signIn, await api.createUser(), { headers })
      expect(data.session.ip).toBe('127.0.0.1')
    },
  )
})

import { live } from '@latchkey/contracts/platform/health'
import { describe, expect, it } from 'vitest'
import { replicaOf, testApi } from '../../../testing/test.ts'

const environment = {
  NODE_ENV: 'production',
  APP_URL: 'https://app.example.com',
  TRUST_PROXY: 'loopback, 10.0.0.1',
  SMTP_URL: 'smtps://mail.example.com',
  MAIL_FROM: 'no-reply@example.com',
}
const api = await testApi()
const https = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' }

/** The warnings of a production server about its proxy, after these requests. */
async function warningsAfter(
  requests: readonly { method?: string; headers?: Record<string, string>; remoteAddress?: string; url?: string }[],
) {
  const server = await replicaOf(api, { environment })
  for (const { url = '/', method = 'GET', ...request } of requests)
    await server.app.inject({ url, method: method as 'GET', ...request })
  return server.logLines.map(line => JSON.parse(line)).filter(({ event }) => event === 'proxy_misconfigured')
}

describe('a proxy that is set up wrong', () => {
  it.each([
    [
      'says http',
      [{ headers: { ...https, 'x-forwarded-proto': 'http' } }],
      'X-Forwarded-Proto',
      '127.0.0.1',
      'says http',
    ],
    [
      'says http after another one said https',
      [{ headers: { ...https, 'x-forwarded-proto': 'https, http' } }],
      'X-Forwarded-Proto',
      '127.0.0.1',
      'says http',
    ],
    [
      'removes Origin and Sec-Fetch-Site',
      [{ method: 'POST', url: '/api/sessions/sign_in', headers: { ...https, 'user-agent': 'Mozilla/5.0 (X11)' } }],
      'Origin',
      '127.0.0.1',
      'let it pass both on',
    ],
    ['names no scheme', [{ headers: { forwarded: 'proto=https' } }], 'X-Forwarded-Proto', '127.0.0.1', 'Let it send'],
    [
      'names no client',
      [{ headers: { 'x-forwarded-proto': 'https' } }],
      'X-Forwarded-For',
      '127.0.0.1',
      'all people share its address',
    ],
    [
      'is not in TRUST_PROXY',
      [{ headers: https, remoteAddress: '10.9.9.9' }],
      'TRUST_PROXY',
      '10.9.9.9',
      'with X-Forwarded-Proto: https',
    ],
    ['is not there', [{ remoteAddress: '198.51.100.7' }], 'TRUST_PROXY', '198.51.100.7', 'without X-Forwarded-Proto'],
    [
      'stands behind another one that is not in TRUST_PROXY',
      [{ headers: { ...https, 'x-forwarded-for': '203.0.113.9:51234, 10.1.2.3:40110' } }],
      'TRUST_PROXY',
      '10.1.2.3',
      'which passed requests on',
    ],
  ])(
    '%s: one warning names the setting, what was seen and what to write',
    async (_, requests, setting, from, words) => {
      const warnings = await warningsAfter([...requests, ...requests])
      expect(warnings).toMatchObject([{ level: 40, setting, from, msg: expect.stringContaining(words) }])
      expect(warnings[0].msg.startsWith(`${setting}: `)).toBe(true)
    },
  )

  it.each([
    ['all is right', { headers: https }],
    ['the scheme is in capitals', { headers: { ...https, 'x-forwarded-proto': 'HTTPS' } }],
    ['an API client has no Origin', { method: 'POST', headers: { ...https, 'user-agent': 'curl/8.5.0' } }],
    [
      'a browser sent its Origin',
      { method: 'POST', headers: { ...https, origin: 'https://app.example.com', 'user-agent': 'Mozilla/5.0 (X11)' } },
    ],
    ['two trusted proxies are passed', { headers: { ...https, 'x-forwarded-for': '203.0.113.9, 10.0.0.1' } }],
    ['the client itself writes an address', { headers: { ...https, 'x-forwarded-for': '192.168.0.7, 203.0.113.9' } }],
    ['the client writes nonsense', { headers: { ...https, 'x-forwarded-for': 'unknown, 203.0.113.9' } }],
    ['a health check comes directly', { url: live.path, remoteAddress: '10.9.9.9' }],
  ])('is not warned of where %s', async (_, request) => {
    expect(await warningsAfter([request])).toEqual([])
  })

  it('cannot fill the log with many addresses or strange words', async () => {
    const requests = Array.from({ length: 40 }, (_, at) => ({
      remoteAddress: `198.51.100.${at}`,
      headers: { 'x-forwarded-proto': `evil ${at}` },
    }))
    const warnings = await warningsAfter(requests)
    expect(warnings).toHaveLength(20)
    expect(JSON.stringify(warnings)).not.toContain('evil')
  })
})

import { sendReports } from '@latchkey/contracts/platform/reports'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { testApi } from '../../../../testing/test.ts'

const api = await testApi()
const origin = 'http://localhost:4000'

const send = (body: unknown, type = 'application/reports+json', headers: Record<string, string> = {}) =>
  api.app.inject({
    method: 'POST',
    url: sendReports.path,
    headers: { 'content-type': type, 'sec-fetch-site': 'same-origin', ...headers },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  })
const noted = () =>
  api.logLines
    .map(line => JSON.parse(line))
    .filter(({ event }) => ['csp_violation', 'reports_dropped'].includes(event))
    .map(({ event, directive, page, blocked, source, line, count }) => ({
      event,
      directive,
      page,
      blocked,
      source,
      line,
      count,
    }))
const violation = { type: 'csp-violation', body: { effectiveDirective: 'script-src-elem', blockedURL: 'inline' } }

beforeEach(() => {
  // First writes the log line for reports dropped earlier.
  api.clock.advance(60_000)
  return send([violation]).then(() => void api.logLines.splice(0))
})

describe('POST /api/reports', () => {
  it('logs what a browser reports, in both formats', async () => {
    const documentURL = `${origin}/reset?from=mail#token=lk_secret`
    const now = { ...violation.body, documentURL, sourceFile: `${origin}/assets/a.js?lk_secret`, lineNumber: 7 }
    expect((await send([{ type: 'csp-violation', url: documentURL, body: now }])).statusCode).toBe(204)
    const older = {
      'document-uri': documentURL,
      'violated-directive': 'img-src',
      'blocked-uri': 'https://evil.example/track?lk_secret',
    }
    expect((await send({ 'csp-report': older }, 'application/csp-report')).statusCode).toBe(204)
    expect(noted()).toEqual([
      {
        event: 'csp_violation',
        directive: 'script-src-elem',
        page: '/reset',
        blocked: 'inline',
        source: origin,
        line: 7,
      },
      { event: 'csp_violation', directive: 'img-src', page: '/reset', blocked: 'https://evil.example' },
    ])
    expect(api.logLines.join()).not.toContain('secret')
  })

  it('logs 30 a minute, and the number of the others', async () => {
    for (let batch = 0; batch < 10; batch++) await send(Array.from({ length: 10 }, () => violation))
    expect(noted()).toHaveLength(29)
    api.clock.advance(60_000)
    await send([violation])
    expect(noted().slice(29)).toMatchObject([{ event: 'reports_dropped', count: 71 }, { event: 'csp_violation' }])
  })

  it('reads the first 20 reports of a request', async () => {
    await send([...Array(19).fill(1), violation, violation])
    expect(noted()).toHaveLength(1)
  })

  it('does not let junk use up the lines for real reports', async () => {
    for (let batch = 0; batch < 5; batch++) await send(Array(20).fill({ type: 'csp-violation', body: {} }))
    await send([violation])
    expect(noted()).toMatchObject([{ event: 'csp_violation', directive: 'script-src-elem' }])
  })

  it('accepts any input, and writes no freely chosen text to the log', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.constant('lk_secret secret'),
    )
    const body = fc.dictionary(
      fc.constantFrom('documentURL', 'effectiveDirective', 'blockedURL', 'sourceFile', 'lineNumber', 'sample'),
      fc.oneof(text, fc.jsonValue()),
    )
    const reports = fc.array(
      fc.record({ type: fc.constantFrom('csp-violation', 'crash'), body: fc.oneof(body, fc.jsonValue()) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.oneof(reports, fc.jsonValue()), async sent => {
        api.clock.advance(60_000)
        const body = JSON.stringify(sent)
        // Fastify refuses a body that would change prototypes.
        fc.pre(!body.includes('"__proto__"'))
        expect((await send(body)).statusCode).toBe(204)
      }),
      { numRuns: 50 },
    )
    expect(api.logLines.join()).not.toContain('secret')
    for (const { directive, blocked, source } of noted())
      for (const each of [directive, blocked, source])
        expect(each ?? 'a').toMatch(/^[a-z-]+$|^[a-z0-9.+-]+:(\/\/[^/?#]+)?$/)
  })

  it.each([
    ['text/plain', '[]', 415],
    ['application/reports+json; charset=utf-16', '[]', 415],
    ['application/csp-reportx', '[]', 415],
    ['application/csp-report', '{', 400],
    ['application/reports+json', '[{"type":"csp-violation","body":{"__proto__":0}}]', 400],
    ['application/reports+json', JSON.stringify([{ ...violation, sample: 'a'.repeat(16_384) }]), 413],
  ])('refuses a body of another type, a broken body and a large body: %s %j', async (type, body, status) => {
    expect((await send(body, type)).statusCode).toBe(status)
    expect(noted()).toEqual([])
  })

  it('accepts these types at no other endpoint', async () => {
    const { statusCode } = await api.app.inject({
      method: 'POST',
      url: '/api/sessions/sign_in',
      headers: { 'content-type': 'application/csp-report' },
      payload: '{}',
    })
    expect(statusCode).toBe(415)
  })

  it('refuses requests from another site', async () => {
    expect((await send([violation], undefined, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
  })
})

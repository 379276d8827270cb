import { revokeSession } from '@latchkey/contracts/auth/devices'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { openConnections } from '@latchkey/database/client'
import { afterAll, describe, expect, it } from 'vitest'
import { attributesOf, otlpSink, type SentSpan } from '../../../testing/otlp-sink.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { createLog } from '../http/log.ts'
import { readSettings } from '../settings/settings.ts'
import { tracedConnections, tracedHasher } from './traced.ts'
import { openTracing } from './tracing.ts'

const api = await testApi()
const traced = openConnections(api.url)
afterAll(() => traced.close())

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const spanId = '00f067aa0ba902b7'

/** A replica that sends its spans to `url`, and the lines that its tracing logs. */
async function tracedReplica(url: string, environment: Record<string, string> = {}) {
  const logged: string[] = []
  const settings = readSettings({
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_TRACES_SAMPLER: 'parentbased_always_on',
    ...environment,
  })
  const tracing = await openTracing(settings, createLog('warn', { write: line => void logged.push(line) }))
  if (!tracing) throw new Error('It is not traced.')
  const { db, prepared, withPrepared } = tracedConnections(traced, tracing)
  const hasher = tracedHasher(api.hasher, tracing)
  const replica = await replicaOf(api, { deps: { tracing, hasher, db, prepared, withPrepared } })
  return { replica, tracing, logged }
}

const named = (spans: readonly SentSpan[], name: string) => spans.filter(span => span.name === name)

describe('a traced request', () => {
  it('is a span of its route and status, with spans for the hash and for each query', async () => {
    const sink = await otlpSink()
    const { replica, tracing } = await tracedReplica(sink.url, {
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20secret',
      OTEL_SERVICE_NAME: 'sign-in',
    })
    const user = await api.createUser()
    const answer = await replica.call(signIn, user)
    await tracing.close()
    const [span, ...more] = named(sink.spans, `POST ${signIn.path}`)
    expect(more).toEqual([])
    expect(attributesOf(span as SentSpan)).toEqual({
      'http.request.method': 'POST',
      'http.route': signIn.path,
      'http.response.status_code': 200,
    })
    const children = sink.spans.filter(({ parentSpanId }) => parentSpanId === span?.spanId)
    const names = children.map(({ name }) => name)
    expect(names).toContain('verify password')
    expect(names.some(name => /^[A-Z]\w+\.\w+$/.test(name))).toBe(true)
    expect(sink.spans.every(({ traceId }) => traceId === span?.traceId)).toBe(true)
    expect(sink.headers[0]).toMatchObject({ 'api-key': 'a secret' })
    const sent = sink.bodies.join()
    expect(sent).toContain('"sign-in"')
    for (const secret of [user.password, user.email, user.id, answer.data.token ?? ''])
      expect(sent).not.toContain(secret)
  })

  it('has no path, query, header or error message in any span', async () => {
    const sink = await otlpSink()
    const { replica, tracing } = await tracedReplica(sink.url)
    const { caller } = await api.signIn(await api.createUser())
    for (const url of ['/marker?token=marker', '/api/restricted/marker', '/api/%'])
      await replica.app.inject({ url, headers: { cookie: 'a=marker', 'user-agent': 'marker', tracestate: 'a=marker' } })
    await replica.call(revokeSession, { id: 'marker' }, caller).catch(() => {})
    await tracing.close()
    expect(sink.spans.length).toBeGreaterThan(2)
    expect(sink.bodies.join()).not.toMatch(/marker|127\.0\.0\.1|exception|node_modules/)
  })

  it('continues the trace of its caller as that decided, and has its id in every line of the log', async () => {
    const sink = await otlpSink()
    const { replica, tracing } = await tracedReplica(sink.url, { OTEL_TRACES_SAMPLER: 'parentbased_always_off' })
    const ask = (traceparent: string) => replica.app.inject({ url: currentSession.path, headers: { traceparent } })
    await ask(`00-${traceId}-${spanId}-01`)
    await ask(`00-${traceId.replace('4', '5')}-${spanId}-00`)
    await ask('00-marker')
    await tracing.close()
    expect(sink.spans.filter(({ parentSpanId }) => parentSpanId === spanId)).toMatchObject([
      { traceId, name: `GET ${currentSession.path}`, kind: 2 },
    ])
    expect(sink.spans.every(span => span.traceId === traceId)).toBe(true)
    const lines = replica.logLines.map(line => JSON.parse(line)).filter(({ requestId }) => requestId)
    const ofTrace = lines.filter(line => line.traceId === traceId)
    expect(ofTrace.map(({ msg }) => msg)).toEqual(expect.arrayContaining(['incoming request', 'request completed']))
    expect(lines.filter(line => line.traceId?.startsWith('5')).length).toBe(ofTrace.length)
    expect(replica.logLines.join()).not.toContain('marker')
  })

  it('is one in ten by default, and none that another decides against', async () => {
    const sink = await otlpSink()
    const { replica, tracing } = await tracedReplica(sink.url, { OTEL_TRACES_SAMPLER: '' })
    for (let count = 0; count < 400; count++) await replica.app.inject('/api/restricted/session')
    await tracing.close()
    const traces = new Set(sink.spans.map(({ traceId }) => traceId))
    expect(traces.size).toBeGreaterThan(5)
    expect(traces.size).toBeLessThan(120)
  })

  it.each(['dead', 'silent'] as const)(
    'does not wait for a collector that is %s, and says once that it is',
    async how => {
      const url = how === 'dead' ? 'http://127.0.0.1:9' : (await otlpSink({ isSilent: true })).url
      const { replica, tracing, logged } = await tracedReplica(url)
      for (let count = 0; count < 20; count++)
        expect((await replica.app.inject(currentSession.path)).statusCode).toBe(401)
      const before = performance.now()
      await tracing.close()
      // OpenTelemetry's own limit is ten seconds.
      expect(performance.now() - before).toBeLessThan(6000)
      expect(logged.map(line => JSON.parse(line))).toMatchObject([
        { event: 'traces_undelivered', setting: 'OTEL_EXPORTER_OTLP_ENDPOINT' },
      ])
    },
  )
})

describe('the log of a request without tracing', () => {
  it('has the id of the trace, if the header is valid', async () => {
    api.logLines.length = 0
    await api.app.inject({ url: currentSession.path, headers: { traceparent: `00-${traceId}-${spanId}-01` } })
    await api.app.inject({ url: currentSession.path, headers: { traceparent: `00-${traceId}-${spanId}-01-marker` } })
    const lines = api.logLines.map(line => JSON.parse(line)).filter(({ requestId }) => requestId)
    const byRequest = [...Map.groupBy(lines, ({ requestId }) => requestId).values()]
    expect(byRequest.map(lines => lines.every(line => line.traceId === traceId))).toEqual([true, false])
    expect(byRequest[1]?.every(line => line.traceId === undefined)).toBe(true)
    expect(api.logLines.join()).not.toContain(spanId)
  })
})

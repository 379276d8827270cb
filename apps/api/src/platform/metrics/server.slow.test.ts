import path from 'node:path'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { otlpSink } from '../../../testing/otlp-sink.ts'
import { readSamples, sumOf } from '../../../testing/scrape.ts'
import { freePort, startServer, temporaryDataDir } from '../../../testing/server-process.ts'
import { startTestApi } from '../../../testing/test-api.ts'
import { testSecret } from '../../../testing/test-deps.ts'
import { until } from '../../../testing/until.ts'
import { argon2Hasher } from '../crypto/hasher.ts'

const nameModules = path.resolve(import.meta.dirname, '../../../testing/name-modules.ts')
/** pg-boss loads `@opentelemetry/api` by itself, which does nothing alone. */
const packages = /^loads (prom-client|pino-pretty|@opentelemetry\/(?!api$).*)$/m

/** A server as people start it, beside a test API and on its database. */
async function server(environment: Record<string, string> = {}) {
  const hasher = await argon2Hasher({ memoryKib: 7168, passes: 1 })
  const api = await startTestApi(inject('template'), { deps: { hasher } })
  onTestFinished(() => api.close())
  const server = await startServer({
    DATABASE_URL: api.url,
    APP_SECRET: testSecret,
    DATA_DIR: await temporaryDataDir(),
    NODE_OPTIONS: `--import=${nameModules}`,
    ...environment,
  })
  const signIn = async () => {
    const user = await api.createUser()
    const response = await fetch(`${server.address}/api/sessions/sign_in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: user.email, password: user.password }),
    })
    expect(response.status).toBe(200)
  }
  return { server, signIn }
}

describe('a server without these settings', () => {
  it('loads no package of metrics, traces or readable logs', async () => {
    const { server: plain, signIn } = await server()
    await signIn()
    expect(plain.printed()).toMatch(/^loads fastify$/m)
    expect(plain.printed()).not.toMatch(packages)
  })
})

describe('an observed server', () => {
  it('answers Prometheus on a port of its own, and stops in time though its collector never answers', async () => {
    const metricsPort = String(await freePort())
    const sink = await otlpSink({ isSilent: true })
    const { server: observed, signIn } = await server({
      METRICS_PORT: metricsPort,
      OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
      OTEL_TRACES_SAMPLER: 'always_on',
    })
    await signIn()
    const scrape = async () => readSamples(await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text())
    const samples = await scrape()
    expect(sumOf(samples, 'latchkey_sign_ins_total', { outcome: 'signed_in' })).toBe(1)
    expect(sumOf(samples, 'latchkey_database_connections', { state: 'open' })).toBeGreaterThan(0)
    expect(sumOf(samples, 'latchkey_readings_failed')).toBe(0)
    // Jobs run: the notice of a new device, or the recurring ones.
    await until(async () => Number(sumOf(await scrape(), 'latchkey_jobs_total', { outcome: 'completed' })) > 0)
    expect((await fetch(`${observed.address}/metrics`)).status).toBe(404)
    // Exit code 0: it did not run into its own limit of nine seconds.
    expect(await observed.kill('SIGTERM')).toBe(0)
    expect(sink.bodies.join()).toContain('POST /api/sessions/sign_in')
    // It traces each of its polls as soon as a provider is registered globally.
    expect(sink.bodies.join()).not.toContain('pg-boss')
  })
})

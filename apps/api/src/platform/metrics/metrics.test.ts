import { request as httpRequest } from 'node:http'
import { revokeSession } from '@latchkey/contracts/auth/devices'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { live } from '@latchkey/contracts/platform/health'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { listenOn, openEvents } from '../../../testing/event-stream.ts'
import { fastHasher } from '../../../testing/fast-hasher.ts'
import { measuredApi } from '../../../testing/measured-api.ts'
import { scrape, sumOf } from '../../../testing/scrape.ts'
import { tcpProxy } from '../../../testing/tcp-proxy.ts'
import { startTestApi } from '../../../testing/test-api.ts'
import { until } from '../../../testing/until.ts'
import { sealEvents } from '../../auth/audit-log/chain/service.ts'
import { queueHashing } from '../crypto/hashing-queue.ts'
import { measuresOf } from '../feature.ts'
import { serveMetrics } from './listen.ts'
import { counter, reading } from './measure.ts'
import { prometheusMetrics } from './prometheus.ts'

const { api, port, samples } = await measuredApi({ follows: true })

const now = async (name: string, labels: Record<string, string> = {}) => sumOf(await samples(), name, labels)

/** By how much a metric grows while `work` runs. */
async function growth(name: string, labels: Record<string, string>, work: () => Promise<unknown>) {
  const before = await samples()
  await work()
  return (sumOf(await samples(), name, labels) ?? 0) - (sumOf(before, name, labels) ?? 0)
}

const requests = 'latchkey_request_duration_seconds_count'

describe('the metrics of requests', () => {
  it('count each by the pattern of its route, its method and its status, with its duration', async () => {
    const { caller, session } = await api.signIn(await api.createUser())
    const labels = { method: 'POST', route: revokeSession.path, status: '200' }
    expect(revokeSession.path).toContain(':id')
    expect(await growth(requests, labels, () => api.call(revokeSession, { id: session.id }, caller))).toBe(1)
    expect(await now('latchkey_request_duration_seconds_sum', labels)).toBeGreaterThan(0)
    expect(await growth(requests, { route: live.path, status: '200' }, () => api.call(live, {}))).toBe(1)
  })

  it('hold no path, query or header of a request, and no more series for more paths', async () => {
    const ask = (url: string, method: 'GET' | 'LOCK' = 'GET') =>
      api.app.inject({ method: method as 'GET', url, headers: { 'user-agent': 'lk_marker', cookie: 'a=lk_marker' } })
    await ask('/lk_marker0')
    await ask('/api/restricted/lk_marker0')
    const before = (await samples()).length
    for (let number = 1; number < 30; number++) {
      await ask(`/lk_marker${number}?email=marker@example.com`)
      await ask(`/api/restricted/lk_marker${number}`)
    }
    const { text, samples: after } = await scrape(port)
    expect(after).toHaveLength(before)
    expect(text).not.toMatch(/marker|127\.0\.0\.1|@/)
    expect(sumOf(after, requests, { route: 'unknown', status: '404' })).toBeGreaterThanOrEqual(30)
  })

  it('count an unusual method as other', async () => {
    const ask = () => api.app.inject({ method: 'PROPFIND' as 'GET', url: live.path })
    expect(await growth(requests, { route: 'unknown', status: '404' }, ask)).toBe(1)
    expect(await now(requests, { method: 'other' })).toBe(1)
  })
})

describe('the metrics of sessions', () => {
  it('count sign-ins by outcome', async () => {
    const user = await api.createUser()
    const grows = (outcome: string, work: () => Promise<unknown>) =>
      growth('latchkey_sign_ins_total', { outcome }, work)
    expect(await grows('signed_in', () => api.call(signIn, user))).toBe(1)
    expect(await grows('invalid_credentials', () => api.call(signIn, { ...user, password: 'wrong' }))).toBe(1)
    expect(await grows('cross_origin', () => api.call(signIn, { ...user, delivery: 'cookie' }))).toBe(1)
  })

  it('count hits and misses of the cache, and show its size and the age of its lease', async () => {
    const { caller } = await api.signIn(await api.createUser())
    await until(async () => Number(await now('latchkey_session_lease_age_seconds')) < 1)
    const ask = () => api.call(currentSession, {}, caller)
    expect(await growth('latchkey_session_lookups_total', { result: 'miss' }, ask)).toBe(1)
    await until(async () => (await growth('latchkey_session_lookups_total', { result: 'hit' }, ask)) === 1)
    expect(await now('latchkey_session_cache_entries')).toBeGreaterThanOrEqual(1)
    expect(await now('latchkey_database_heartbeat_age_seconds')).toBeLessThan(60)
  })

  it('count open event streams, until they close', async () => {
    const address = await listenOn(api)
    const { caller } = await api.signIn(await api.createUser())
    const before = Number(await now('latchkey_event_streams'))
    const stream = await openEvents(address, caller)
    expect(await now('latchkey_event_streams')).toBe(before + 1)
    await api.call(currentSession, {}, caller)
    stream.close()
    await until(async () => (await now('latchkey_event_streams')) === before)
  })
})

describe('the metrics of jobs and of the audit log', () => {
  it('show how long the oldest job of each kind and the oldest event without a seal wait', async () => {
    const user = await api.createUser()
    await api.signIn(user)
    await until(async () => Number(await now('latchkey_jobs_oldest_waiting_seconds')) > 0)
    api.clock.advance(300_000)
    expect(await now('latchkey_audit_seal_lag_seconds')).toBeGreaterThanOrEqual(300)
    await api.deliver()
    await sealEvents(api.deps)
    expect(await now('latchkey_jobs_oldest_waiting_seconds')).toBe(0)
    expect(await now('latchkey_audit_seal_lag_seconds')).toBe(0)
  })
})

describe('the metrics of the hashing queue', () => {
  it('show what runs, what waits and what was refused', async () => {
    const open = Promise.withResolvers<void>()
    const metrics = prometheusMetrics()
    const slow = { ...fastHasher(), verify: () => open.promise.then(() => true) }
    const refused = counter('refused_total', 'Refused.')
    const hasher = queueHashing(slow, 1, 100, () => metrics.count(refused))
    const turn = (number: number) =>
      hasher
        .takeTurn({ ip: `10.0.${number}.1`, knownAs: null }, () => hasher.verify('hash', 'password'))
        .catch(({ code }) => code)
    const turns = Array.from({ length: 34 }, (_, number) => turn(number))
    await until(async () => hasher.load().running === 1)
    expect(hasher.load()).toEqual({ running: 1, waiting: 32 })
    open.resolve()
    expect((await Promise.all(turns)).filter(each => each === 'unavailable')).toHaveLength(1)
    expect(hasher.load()).toEqual({ running: 0, waiting: 0 })
    expect(await metrics.text()).toContain('refused_total 1')
  })
})

describe('the metrics of a server whose database is away', () => {
  it('leave out what only the database knows, and show the rest', async () => {
    const proxy = await tcpProxy(inject('template').adminUrl)
    const path = new URL(api.url).pathname
    const metrics = prometheusMetrics()
    const url = new URL(proxy.url)
    url.pathname = path
    const replica = await startTestApi(inject('template'), {
      url: url.href,
      follows: true,
      impatient: true,
      deps: { metrics },
    })
    onTestFinished(() => replica.close())
    metrics.register(measuresOf(replica.deps))
    const server = await serveMetrics(metrics, { metricsHost: '127.0.0.1', metricsPort: 0 })
    onTestFinished(() => {
      server.close()
      // Otherwise the replica waits for a connection that does not answer.
      proxy.restore()
    })
    const lag = 'latchkey_audit_seal_lag_seconds'
    expect(sumOf((await scrape(server.port)).samples, lag)).toBeDefined()

    for (const fail of [() => proxy.stall(), () => proxy.cut()]) {
      fail()
      const { samples } = await scrape(server.port)
      expect(sumOf(samples, lag)).toBeUndefined()
      expect(sumOf(samples, 'latchkey_readings_failed', { reading: lag })).toBe(1)
      expect(sumOf(samples, 'latchkey_readings_failed', { reading: 'latchkey_jobs_oldest_waiting_seconds' })).toBe(1)
      expect(sumOf(samples, 'latchkey_session_cache_entries')).toBeDefined()
    }
    await until(async () => {
      const { samples } = await scrape(server.port)
      return Number(sumOf(samples, 'latchkey_database_heartbeat_age_seconds')) > 2
    })
    proxy.restore()
    await until(async () => sumOf((await scrape(server.port)).samples, lag) !== undefined)
  })

  it('never read twice at once what does not answer', async () => {
    const metrics = prometheusMetrics()
    let reads = 0
    metrics.register([
      reading('stuck', 'Never answers.', () => {
        reads += 1
        return new Promise(() => {})
      }),
      reading('broken', 'Throws.', () => {
        throw new Error('no')
      }),
    ])
    const [text] = await Promise.all([metrics.text(), metrics.text(), metrics.text()])
    expect(reads).toBe(1)
    expect(text).toMatch(/^latchkey_readings_failed\{reading="stuck"\} 1$/m)
    expect(text).toMatch(/^latchkey_readings_failed\{reading="broken"\} 1$/m)
    expect(text).not.toMatch(/^(stuck|broken) /m)
  })
})

describe('a label', () => {
  it('has only values that its measure lists; any other counts as other', async () => {
    const metrics = prometheusMetrics()
    const doors = counter('doors_total', 'Doors.', { colour: ['red', 'other'] })
    metrics.register([doors])
    expect(await metrics.text()).toMatch(/^doors_total\{colour="red"\} 0$/m)
    metrics.count(doors, { colour: 'red' })
    metrics.count(doors, { colour: 'person@example.com' })
    metrics.count(doors)
    const text = await metrics.text()
    expect(text).toMatch(/^doors_total\{colour="red"\} 1$/m)
    expect(text).toMatch(/^doors_total\{colour="other"\} 2$/m)
    expect(text).not.toContain('person')
  })
})

describe('the server of the metrics', () => {
  const statusOf = (path: string, method = 'GET') =>
    new Promise<number | undefined>((resolve, reject) =>
      httpRequest({ port, path, method }, response => resolve(response.resume().statusCode))
        .on('error', reject)
        .end(),
    )

  it('answers nothing but GET and HEAD of /metrics, and the API has no such path', async () => {
    expect(await statusOf('/metrics', 'HEAD')).toBe(200)
    expect(await statusOf('/metrics', 'POST')).toBe(405)
    for (const path of ['/', '/metrics/', '/api/sessions/options']) expect(await statusOf(path)).toBe(404)
    expect((await api.app.inject('/metrics')).body).not.toContain('latchkey_')
  })

  it('names the setting to change if it cannot listen', async () => {
    const again = serveMetrics(prometheusMetrics(), { metricsHost: '127.0.0.1', metricsPort: port })
    await expect(again).rejects.toThrow(`METRICS_PORT ${port} is taken on METRICS_HOST 127.0.0.1.`)
  })
})

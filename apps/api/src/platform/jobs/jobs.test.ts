import { setTimeout } from 'node:timers/promises'
import { openConnections } from '@latchkey/database/client'
import { createTestDatabase } from '@latchkey/database/testing'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import * as z from 'zod/mini'
import { tcpProxy } from '../../../testing/tcp-proxy.ts'
import { testApi } from '../../../testing/test.ts'
import { until } from '../../../testing/until.ts'
import { createLog } from '../http/log.ts'
import { handler, type Jobs, jobKind, recurring } from './jobs.ts'
import { openJobs } from './open-jobs.ts'

const api = await testApi()
const greet = jobKind('greet', z.object({ name: z.string().check(z.maxLength(10)) }))

/** The jobs of another server on the same database, and the lines of its log. */
function jobsAt(url: string): { jobs: Jobs; lines: string[] } {
  const lines: string[] = []
  const connections = openConnections(url)
  const jobs = openJobs(connections, createLog('warn', { write: line => void lines.push(line) }))
  onTestFinished(async () => {
    await jobs.stop()
    await connections.close()
  })
  return { jobs, lines }
}
const add = (name: string) => api.db.$transaction(tx => api.deps.jobs.add(tx, greet, { name }))
const statesOf = async () =>
  (await api.db.$queryRaw<{ state: string }[]>`select state::text from pgboss.job order by created_on`).map(
    ({ state }) => state,
  )
const forget = () => api.db.$executeRaw`delete from pgboss.job`

await api.deps.jobs.ready([handler(greet, async () => {})])

describe('a job', () => {
  it('costs the transaction that adds it one query', async () => {
    await add('first')
    const before = api.queries.length
    await add('second')
    expect(api.queries.slice(before)).toEqual(['$queryRawUnsafe'])
    await forget()
  })

  it('is performed exactly once after the commit, also with several servers', async () => {
    const done: string[] = []
    const finished = Promise.withResolvers<void>()
    const servers = Array.from({ length: 3 }, () => jobsAt(api.url))
    for (const { jobs } of servers)
      await jobs.work([
        handler(greet, async ({ name }) => {
          done.push(name)
          if (done.length === 50) finished.resolve()
        }),
      ])
    for (let at = 0; at < 50; at++) await add(`n${at}`)
    await finished.promise
    for (const { jobs } of servers) await jobs.stop()
    expect(done.sort()).toEqual(Array.from({ length: 50 }, (_, at) => `n${at}`).sort())
    expect(new Set(await statesOf())).toEqual(new Set(['completed']))
    await forget()
  })

  it('is never performed if its transaction is rolled back', async () => {
    const rolledBack = api.db.$transaction(async tx => {
      await api.deps.jobs.add(tx, greet, { name: 'never' })
      throw new Error('no')
    })
    await expect(rolledBack).rejects.toThrow('no')
    await api.deps.jobs.runAll([handler(greet, () => expect.unreachable())])
    expect(await statesOf()).toEqual([])
  })

  it('is refused if its data does not match its kind, when it is added and when it is read', async () => {
    await expect(add('longer than ten')).rejects.toThrow('too_big')
    await add('ten')
    await api.db.$executeRaw`update pgboss.job set data = '{"name": 1}'`
    await expect(api.deps.jobs.runAll([handler(greet, () => expect.unreachable())])).rejects.toThrow('invalid_type')
    await forget()
  })

  it('is retried after some seconds, then with growing pauses, for three days', async () => {
    const { jobs, lines } = jobsAt(api.url)
    const failed = Promise.withResolvers<void>()
    await add('again')
    await jobs.work([
      handler(greet, async () => {
        failed.resolve()
        throw Object.assign(new TypeError('again@example.com is not there'), { code: 'EENVELOPE' })
      }),
    ])
    await failed.promise
    await jobs.stop()
    const [job] = await api.db.$queryRaw<Record<string, number>[]>`
      select retry_count, retry_limit, retry_delay_max, extract(epoch from start_after - now()) as delay from pgboss.job where state = 'retry'`
    expect(Number(job?.delay)).toBeGreaterThan(0)
    expect(Number(job?.delay)).toBeLessThan(9)
    // The pauses are random. Even if all are short, the retries last at least three days.
    expect((Number(job?.retry_limit) - 10) * Number(job?.retry_delay_max)).toBeGreaterThanOrEqual(3 * 86_400)
    expect(lines.map(line => JSON.parse(line))).toMatchObject([
      { kind: 'greet', error: 'TypeError', code: 'EENVELOPE', tries: 1, msg: 'a job failed and will be tried again' },
    ])
    expect(lines.join('')).not.toContain('again@')
    const done: string[] = []
    await api.deps.jobs.runAll([handler(greet, async ({ name }) => void done.push(name))])
    expect(done).toEqual(['again'])
    await forget()
  })

  it('is given up after its last retry, and the log holds no address', async () => {
    const { jobs, lines } = jobsAt(api.url)
    const failed = Promise.withResolvers<void>()
    await add('a@b.c')
    await api.db.$executeRaw`update pgboss.job set retry_count = 299, state = 'retry', started_on = now()`
    await jobs.work([
      handler(greet, async ({ name }) => {
        failed.resolve()
        throw new Error(`no such mailbox: ${name}`)
      }),
    ])
    await failed.promise
    await jobs.stop()
    expect(await statesOf()).toEqual(['failed'])
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 50, kind: 'greet', msg: 'a job was given up' })
    expect(lines.join('')).not.toContain('a@b.c')
    await forget()
  })

  it('of a killed server is performed by another server after it expires', async () => {
    await add('orphan')
    await api.db.$executeRaw`
      update pgboss.job set state = 'active', started_on = now() - interval '41 seconds', start_after = now() - interval '41 seconds'`
    const { jobs } = jobsAt(api.url)
    await api.db.$executeRaw`update pgboss.queue set monitor_claim_on = null, monitor_on = null`
    const done = Promise.withResolvers<string>()
    await jobs.work([handler(greet, async ({ name }) => done.resolve(name))])
    await until(async () => (await statesOf())[0] !== 'active')
    await api.db.$executeRaw`update pgboss.job set start_after = now()`
    expect(await done.promise).toBe('orphan')
    await jobs.stop()
    await forget()
  })

  it('that runs when the server stops has more than a second to finish', async () => {
    const { jobs } = jobsAt(api.url)
    const begun = Promise.withResolvers<void>()
    await jobs.work([
      handler(greet, async () => {
        begun.resolve()
        // A slow mail server takes this long.
        await setTimeout(1000)
      }),
    ])
    await add('slow')
    await begun.promise
    await Promise.all([jobs.stop(), jobs.stop()])
    expect(await statesOf()).toEqual(['completed'])
    await forget()
  })

  it('is deleted a day after it finished or was given up', async () => {
    await add('old')
    await api.deps.jobs.runAll([handler(greet, async () => {})])
    await add('new')
    await api.db.$executeRaw`update pgboss.job set completed_on = now() - interval '25 hours' where state = 'completed'`
    await api.db.$executeRaw`update pgboss.queue set maintain_on = now() - interval '2 hours'`
    const { jobs } = jobsAt(api.url)
    await jobs.work([])
    await until(async () => !(await statesOf()).includes('completed'))
    await jobs.stop()
    await forget()
  })

  it('that recurs is added once per period, by any one of the servers', async () => {
    const done: string[] = []
    const finished = Promise.withResolvers<void>()
    const tick = jobKind('tick', z.object({}))
    const servers = Array.from({ length: 3 }, () => jobsAt(api.url))
    for (const { jobs } of servers)
      await jobs.work([
        recurring(tick, 86_400, async () => {
          done.push('tick')
          finished.resolve()
        }),
      ])
    await finished.promise
    for (const { jobs } of servers) await jobs.stop()
    expect(done).toEqual(['tick'])
    expect(await statesOf()).toEqual(['completed'])
    await forget()
  })
})

describe('a database that goes down', () => {
  it('is logged once, and the jobs run when it is back', async () => {
    const database = await createTestDatabase(inject('template'))
    const proxy = await tcpProxy(database.url)
    const { jobs, lines } = jobsAt(proxy.url)
    onTestFinished(() => database.drop())
    const first = Promise.withResolvers<void>()
    const second = Promise.withResolvers<void>()
    await jobs.work([handler(greet, async ({ name }) => (name === 'first' ? first : second).resolve())])
    const direct = openConnections(database.url)
    const addHere = (name: string) => direct.db.$transaction(tx => jobs.add(tx, greet, { name }))
    await addHere('first')
    await first.promise
    const completed = () => direct.query(`select from pgboss.job where state = 'completed'`)
    await until(async () => (await completed()).rows.length > 0)
    proxy.cut()
    // The first job may count as failed if its completion was cut off too. Then the log has a line for that as well.
    const outageLines = () =>
      lines.map(line => JSON.parse(line).msg).filter(msg => msg.includes('wait for the database'))
    await until(() => outageLines().length > 0)
    await addHere('second')
    proxy.restore()
    await second.promise
    expect(outageLines()).toHaveLength(1)
    await direct.close()
  })
})

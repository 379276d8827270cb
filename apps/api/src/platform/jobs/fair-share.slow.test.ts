import { openConnections } from '@latchkey/database/client'
import { describe, expect, it, onTestFinished } from 'vitest'
import * as z from 'zod/mini'
import { record } from '../../../testing/record.ts'
import { testApi } from '../../../testing/test.ts'
import { until } from '../../../testing/until.ts'
import { createLog } from '../http/log.ts'
import { handler, type Jobs, jobKind } from './jobs.ts'
import { openJobs } from './open-jobs.ts'
import { openShares, sharers } from './shares.ts'

const api = await testApi()
const greet = jobKind('greet', z.object({ name: z.string(), ip: z.nullable(z.string()) }), {
  sharedBy: ({ name, ip }) => sharers(name, ip),
})
const add = (jobs: Jobs, name: string, ip: string | null = null) =>
  api.db.$transaction(tx => jobs.add(tx, greet, { name, ip }))

/** The jobs of a server of its own. */
function server(): Jobs {
  const connections = openConnections(api.url)
  const jobs = openJobs(connections, createLog('error', { write: () => {} }))
  onTestFinished(async () => {
    await jobs.stop()
    await connections.close()
    await api.db.$executeRaw`delete from pgboss.job`
  })
  return jobs
}

describe('a share of a queue', () => {
  it('is the same for each person: the first job of everybody comes before the second of anybody', async () => {
    const jobs = server()
    const done: string[] = []
    const handlers = [handler(greet, async ({ name }) => void done.push(name))]
    await jobs.ready(handlers)
    for (let count = 0; count < 30; count++) await add(jobs, 'mallory')
    for (const name of ['ada', 'bob', 'ada', 'cy']) await add(jobs, name)
    await jobs.runAll(handlers)
    expect(done.slice(0, 6)).toEqual(['mallory', 'ada', 'bob', 'cy', 'mallory', 'ada'])
    expect(done).toHaveLength(34)
  })

  it('is also one for all addresses of a network that one customer may have', async () => {
    const jobs = server()
    const done: string[] = []
    const handlers = [handler(greet, async ({ name }) => void done.push(name))]
    await jobs.ready(handlers)
    for (let count = 0; count < 30; count++) await add(jobs, `victim ${count}`, `2001:db8:7:${count}::1`)
    await add(jobs, 'ada', '2001:db8:8::1')
    await add(jobs, 'bob', '203.0.113.7')
    await jobs.runAll(handlers)
    expect(done.slice(0, 3)).toEqual(['victim 0', 'ada', 'bob'])
  })

  it('starts anew in another queue, and never reaches the retries', () => {
    const shares = openShares()
    const priorities = Array.from({ length: 2000 }, () => shares.priorityOf('mail', ['mallory']))
    expect([priorities[0], priorities[1], priorities.at(-1)]).toEqual([0, -1, -900])
    expect(shares.priorityOf('other', ['mallory'])).toBe(0)
    expect(shares.priorityOf('mail', [])).toBe(0)
  })
})

it('new jobs do not wait for jobs that fail slowly again and again', async () => {
  const jobs = server()
  const begun = record<string>()
  const greeted = Promise.withResolvers<void>()
  await jobs.work([
    handler(greet, async ({ name }) => {
      begun.add(name)
      if (name === 'ada') return greeted.resolve()
      // The first try fails at once. Each further one hangs, as at a mail server that stays silent.
      if (begun.entries.filter(each => each === name).length > 1) await new Promise(() => {})
      throw new Error('no')
    }),
  ])
  for (const name of ['a', 'b', 'c', 'd']) await add(jobs, name)
  const retries = () => api.db.$queryRaw<object[]>`select 1 as x from pgboss.job where state = 'retry'`
  await until(async () => (await retries()).length === 4)
  await api.db.$executeRaw`update pgboss.job set start_after = now() where state = 'retry'`
  await begun.reaches(5)
  await add(jobs, 'ada')
  await greeted.promise
  expect(begun.entries).toHaveLength(6)
})

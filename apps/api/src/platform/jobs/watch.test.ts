import { openConnections } from '@latchkey/database/client'
import { expect, it, onTestFinished, vi } from 'vitest'
import * as z from 'zod/mini'
import { testApi } from '../../../testing/test.ts'
import { createLog } from '../http/log.ts'
import { handler, jobKind, recurring } from './jobs.ts'
import { openJobs } from './open-jobs.ts'
import { watchJobs } from './watch.ts'

const api = await testApi()
const greet = jobKind('greet someone', z.object({}))
const tick = jobKind('tick', z.object({}))
const handlers = [handler(greet, async () => {}), recurring(tick, 300, async () => {})]

/** A server none of whose workers runs, and the alarms that it raises. */
async function stuckServer() {
  const lines: string[] = []
  const log = createLog('error', { write: line => void lines.push(line) })
  const connections = openConnections(api.url)
  const jobs = openJobs(connections, log)
  await jobs.ready(handlers)
  onTestFinished(async () => {
    await jobs.stop()
    await connections.close()
    await api.db.$executeRaw`delete from pgboss.job`
  })
  const alarms = async () => {
    await watchJobs({ jobs, log }).look()
    return lines.splice(0).map(line => JSON.parse(line))
  }
  return { jobs, alarms }
}
const makeOlder = (minutes: number) =>
  api.db.$executeRaw`update pgboss.job set created_on = created_on - make_interval(mins => ${minutes}::int),
    start_after = start_after - make_interval(mins => ${minutes}::int)`

it('raises an alarm for a kind whose jobs wait, no matter what its workers do', async () => {
  const { jobs, alarms } = await stuckServer()
  for (let count = 0; count < 3; count++) await jobs.add(api.db, greet, {})
  expect(await alarms()).toEqual([])
  await makeOlder(11)
  expect(await alarms()).toMatchObject([{ level: 50, event: 'jobs_late', kind: 'greet someone', waiting: 3 }])
  expect(await alarms()).toHaveLength(1)
})

it('raises none for a job that waits for its next try, or that was done', async () => {
  const { jobs, alarms } = await stuckServer()
  await jobs.add(api.db, greet, {}, { afterSeconds: 3600 })
  await makeOlder(11)
  expect(await alarms()).toEqual([])
  await jobs.runAll(handlers)
  await makeOlder(60)
  expect(await alarms()).toEqual([])
})

it('raises an alarm for a recurring job that no server adds any more', async () => {
  const started = performance.now()
  const { alarms } = await stuckServer()
  expect(await alarms()).toEqual([])
  vi.spyOn(performance, 'now').mockReturnValue(started + 11 * 60_000)
  onTestFinished(() => void vi.restoreAllMocks())
  expect(await alarms()).toMatchObject([{ event: 'jobs_late', kind: 'tick', waiting: 0 }])
})

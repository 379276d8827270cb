import { openConnections } from '@latchkey/database/client'
import { expect, it, onTestFinished } from 'vitest'
import * as z from 'zod/mini'
import { record } from '../../../testing/record.ts'
import { testApi } from '../../../testing/test.ts'
import { createLog } from '../http/log.ts'
import { handler, type Jobs, jobKind } from './jobs.ts'
import { openJobs } from './open-jobs.ts'

const api = await testApi()
const greet = jobKind('greet', z.object({ name: z.string() }))
const remind = jobKind('remind', z.object({}))
const never = new Promise<never>(() => {})

/** The jobs of a server that works until the test ends. */
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

it('performs jobs of one kind while all workers of another kind are stuck', async () => {
  const jobs = server()
  const begun = record<string>()
  const reminded = Promise.withResolvers<void>()
  await jobs.work([
    handler(greet, ({ name }) => {
      begun.add(name)
      return never
    }),
    handler(remind, async () => reminded.resolve()),
  ])
  for (const name of ['a', 'b', 'c', 'd']) await api.db.$transaction(tx => jobs.add(tx, greet, { name }))
  await begun.reaches(2)
  await api.db.$transaction(tx => jobs.add(tx, remind, {}))
  await reminded.promise
  expect(begun.entries).toHaveLength(2)
})

it('performs a job while another one of its kind is slow', async () => {
  const jobs = server()
  const [slow, quick] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  await jobs.work([
    handler(greet, ({ name }) => {
      if (name === 'quick') quick.resolve()
      else slow.resolve()
      return name === 'quick' ? Promise.resolve() : never
    }),
  ])
  await api.db.$transaction(tx => jobs.add(tx, greet, { name: 'slow' }))
  await slow.promise
  await api.db.$transaction(tx => jobs.add(tx, greet, { name: 'quick' }))
  await quick.promise
})

it('returns a job to the queue when it outlasts the stop of its server; another server performs it', async () => {
  const first = server()
  const begun = Promise.withResolvers<void>()
  await first.work([
    handler(greet, () => {
      begun.resolve()
      return never
    }),
  ])
  await api.db.$transaction(tx => first.add(tx, greet, { name: 'long' }))
  await begun.promise
  const stoppedAt = performance.now()
  await first.stop()
  // Far below the 30 seconds that a job may take.
  expect(performance.now() - stoppedAt).toBeLessThan(20_000)
  const done: string[] = []
  await server().runAll([handler(greet, async ({ name }) => void done.push(name))])
  expect(done).toEqual(['long'])
})

it('performs a job soon after the commit of the server that added it', async () => {
  const jobs = server()
  const performed: number[] = []
  let next = Promise.withResolvers<void>()
  await jobs.work([
    handler(greet, async () => {
      performed.push(performance.now())
      next.resolve()
    }),
  ])
  const waits: number[] = []
  for (let count = 0; count < 5; count++) {
    next = Promise.withResolvers()
    await api.db.$transaction(tx => jobs.add(tx, greet, { name: 'x' }))
    const committed = performance.now()
    await next.promise
    waits.push((performed.at(-1) ?? 0) - committed)
  }
  // Without a notification, a worker looks every two seconds.
  expect(waits.toSorted((a, b) => a - b)[2]).toBeLessThan(1000)
})

it('performs jobs left by a version that had one queue for all kinds', async () => {
  await api.db.$executeRaw`select pgboss.create_queue('outbox', '{"policy": "standard"}')`
  await api.db.$executeRaw`
    insert into pgboss.job (name, data) values ('outbox', '{"name": "greet", "data": {"name": "Ada"}}')`
  const done = Promise.withResolvers<string>()
  const jobs = server()
  expect(await jobs.find([{ name: 'Ada' }], 10)).toMatchObject([{ kind: 'greet', data: { name: 'Ada' } }])
  await jobs.work([handler(greet, async ({ name }) => done.resolve(name))])
  expect(await done.promise).toBe('Ada')
})

import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { type Connections, openConnections } from './client.ts'
import { outageOf } from './errors.ts'
import { connectForTest } from './testing.ts'
import { startControlledPostgres } from './testing-standby.ts'

let postgres: Awaited<ReturnType<typeof startControlledPostgres>>
let connections: Connections
beforeAll(async () => {
  postgres = await startControlledPostgres()
  connections = openConnections(postgres.url)
})
afterAll(async () => {
  await connections?.close()
  await postgres?.close()
})

it('while the server is frozen, queries fail for its silence and not by their own time limits; afterwards they work again', async () => {
  onTestFinished(connections.failWhileSilent())
  const waiting = await connectForTest(postgres.url)
  onTestFinished(() => waiting.end())
  await connections.query('select 1')
  const resume = await postgres.freeze()
  try {
    // Prisma and `pg` alike: one that waits for its answer, and one that comes later.
    for (const query of [() => connections.query('select 1'), () => connections.db.$queryRaw`select 1`]) {
      const error = await query().catch((error: unknown) => error)
      expect(outageOf(error)?.name).toBe('silence')
      expect(String(error)).not.toMatch(/read timeout/i)
    }
  } finally {
    resume()
  }
  await expect.poll(() => connections.query('select 1').then(({ rows }) => rows.length)).toBe(1)
})

it('a query that waits for a lock is left to its own time limit', async () => {
  onTestFinished(connections.failWhileSilent())
  const holder = await connectForTest(postgres.url)
  onTestFinished(() => holder.end())
  await holder.query('begin; lock table users in access exclusive mode')
  const error = await connections.query('select from users').catch((error: unknown) => error)
  expect(outageOf(error)?.name).toBe('lock time limit')
})

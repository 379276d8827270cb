import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Connections, openConnections } from './client.ts'
import { outageOf } from './errors.ts'
import { connectForTest } from './testing.ts'
import { startControlledPostgres } from './testing-standby.ts'

/** So old is the oldest id when Postgres takes no more changes, which it does 3 million ids before 2^31 (`varsup.c`, `multixact.c`). */
const TOO_OLD = 2 ** 31 - 2_000_000

let postgres: Awaited<ReturnType<typeof startControlledPostgres>>
let connections: Connections
beforeAll(async () => {
  postgres = await startControlledPostgres()
  connections = openConnections(postgres.url, { poolSize: 1 })
})
afterAll(async () => {
  await connections?.close()
  await postgres?.close()
})

/** Pretends that an idle database has a row that old. Postgres looks again once a vacuum has raised the mark of its own database. */
async function useUp(column: 'datfrozenxid' | 'datminmxid'): Promise<void> {
  const next =
    column === 'datminmxid'
      ? '(select next_multixact_id from pg_control_checkpoint())'
      : 'pg_snapshot_xmax(pg_current_snapshot())'
  await postgres.sql(
    `update pg_database set ${column} = ((2 ^ 32 + ${next}::text::bigint - ${TOO_OLD})::bigint % (2 ^ 32)::bigint)::text::xid
     where datname = 'template0'`,
    `update pg_database set datfrozenxid = '3' where datname = current_database()`,
    'vacuum pg_database',
  )
}

const name = async (failing: Promise<unknown>) => outageOf(await failing.catch((error: unknown) => error))?.name

test('used-up ids of groups of lockers are an outage', async () => {
  await useUp('datminmxid')
  const [one, other] = [await connectForTest(postgres.url), await connectForTest(postgres.url)]
  const lock = 'select from announcement_channel for share'
  await one.query('begin')
  await one.query(lock)
  expect(await name(other.query(lock))).toBe('transaction ids')
  await Promise.all([one.end(), other.end()])
})

test('used-up transaction ids are an outage, for Prisma and for statements past it', async () => {
  await useUp('datfrozenxid')
  expect(await name(connections.prepared({ name: 'change', text: 'select pg_current_xact_id()' }, []))).toBe(
    'transaction ids',
  )
  expect(await name(connections.db.$queryRaw`select pg_current_xact_id()::text`)).toBe('transaction ids')
})

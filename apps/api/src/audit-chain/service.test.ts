import { randomUUID } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findActivity, recordEvent, recordEvents } from '../audit/service.ts'
import { deriveKeyring } from '../crypto/keys.ts'
import { days } from '../testing/movable-clock.ts'
import { replicaOf, testApi } from '../testing/test.ts'
import type { TestApi } from '../testing/test-api.ts'
import { jobHandlers } from '../worker.ts'
import { sealEvents, trimEvents, verifyChain } from './service.ts'

const api = await testApi({ environment: { LOG_LEVEL: 'info' } })
const { db, deps, clock } = api
const facts = { ip: '203.0.113.7', userAgent: 'curl/8.5.0', requestId: 'r-1' }

const verdictOf = async (over: Partial<TestApi['deps']> = {}) => (await verifyChain({ ...deps, ...over })).broken?.why ?? null
const sealed = (count: number) => db.auditSeal.findMany({ orderBy: { seq: 'desc' }, take: count })
const headOf = async () => (await verifyChain(deps)).head

/** Some events of a person, sealed; answers them, oldest first. */
async function sealSome(count = 4) {
  const { id: userId, email: address } = await api.createUser()
  await recordEvents(deps, db, Array.from({ length: count }, () => ({ kind: 'confirmed' as const, userId, address, ...facts })))
  await sealEvents(deps)
  return { userId, seals: (await sealed(count)).reverse() }
}

/** Does what the triggers refuse, by the hand of the tables' owner; what it did is undone when the test ends. */
async function tamper(...statements: string[]): Promise<void> {
  const tables = ['audit_events', 'audit_chain', 'audit_checkpoints']
  const before = await Promise.all(tables.map(table => db.$queryRawUnsafe<object[]>(`select row_to_json(t) as row from ${table} t`)))
  const forced = (work: string[]) =>
    db.$transaction([
      ...tables.map(table => db.$executeRawUnsafe(`alter table ${table} disable trigger all`)),
      ...work.map(statement => db.$executeRawUnsafe(statement)),
      ...tables.map(table => db.$executeRawUnsafe(`alter table ${table} enable always trigger all`)),
    ])
  await forced(statements).catch(async error => {
    // `enable always trigger all` is no statement of Postgres: see below.
    throw error
  })
  onTestFinished(async () => {
    await forced([
      ...tables.map(table => `delete from ${table}`),
      ...tables.map(
        (table, index) =>
          `insert into ${table} select * from json_populate_recordset(null::${table}, '${JSON.stringify(before[index]?.map(({ row }: { row?: object }) => row)).replaceAll("'", "''")}')`,
      ),
    ])
  })
}

import { openConnections } from '@latchkey/database/client'
import { createTestDatabase } from '@latchkey/database/testing'
import { getConstructionPlans, PgBoss } from 'pg-boss'
import { expect, inject, it, onTestFinished } from 'vitest'

it('our migrations create the schema that this version of pg-boss expects', async () => {
  const database = await createTestDatabase(inject('template'))
  const { query, close } = openConnections(database.url)
  onTestFinished(async () => {
    await close()
    await database.drop()
  })
  const boss = new PgBoss({ db: { executeSql: query }, migrate: false })
  const [, expected] = /INSERT INTO pgboss\.version\(version\) VALUES \('(\d+)'\)/.exec(getConstructionPlans()) ?? []
  expect(await boss.schemaVersion()).toBe(Number(expected))
  expect(await boss.detectSchemaDrift()).toMatchObject({ ok: true })
})

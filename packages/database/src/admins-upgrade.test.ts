import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { applyMigrations } from './migrate.ts'
import { MIGRATIONS_DIRECTORY, readMigrations } from './migrations/files.ts'
import { connectForTest, createTestDatabase } from './testing.ts'

const isOfAdmins = (name: string) => name.startsWith('20261206') && name.includes('admins')

test('the migrations for admins lock the table of people only while nothing is read or built', async () => {
  const database = await createTestDatabase({ ...inject('template'), template: 'template0' })
  const migrations = await readMigrations()
  const directory = await mkdtemp(join(tmpdir(), 'migrations-'))
  const client = await connectForTest(database.url)
  onTestFinished(async () => {
    await client.end()
    await database.drop()
    await rm(directory, { recursive: true })
  })
  for (const { name } of migrations.filter(({ name }) => name < '20261206100000'))
    await cp(join(MIGRATIONS_DIRECTORY, name), join(directory, name), { recursive: true })
  await applyMigrations(database.url, directory)

  const work = `
    select exists (select from pg_locks where relation = 'users'::regclass and mode = 'AccessExclusiveLock') as "isLocked",
      (select count(*)::int from pg_indexes where indexname = 'users_email_prefix_idx')
        + (select count(*)::int from pg_constraint where conname = 'users_role_is_known' and convalidated) as done`
  let before = 0
  const seen: { isLocked: boolean; worked: boolean }[] = []
  for (const { sql } of migrations.filter(({ name }) => isOfAdmins(name))) {
    await client.query('begin')
    await client.query(sql)
    const { isLocked, done } = (await client.query<{ isLocked: boolean; done: number }>(work)).rows[0] ?? expect.fail()
    await client.query('commit')
    seen.push({ isLocked, worked: done > before })
    before = done
  }
  expect(before).toBe(2)
  for (const { isLocked, worked } of seen) expect(isLocked && worked).toBe(false)
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest'
import { applyMigrations, MigrationError } from './migrate.ts'
import { readMigrations } from './migrations/files.ts'
import { connectForTest, createTestDatabase } from './testing.ts'

describe('applyMigrations', () => {
  let directory: string
  let database: Awaited<ReturnType<typeof createTestDatabase>>
  let client: Client

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'migrations-'))
    database = await createTestDatabase({ ...inject('template'), template: 'template0' })
    client = await connectForTest(database.url)
    await write('1_first', 'create table first (id int); create table second (id int);')
  })

  afterEach(async () => {
    await client.end()
    await database.drop()
    await rm(directory, { recursive: true })
  })

  async function write(name: string, sql: string): Promise<void> {
    await mkdir(join(directory, name), { recursive: true })
    await writeFile(join(directory, name, 'migration.sql'), sql)
  }

  const apply = () => applyMigrations(database.url, directory)

  async function refusal(): Promise<string> {
    const error = await apply().catch((error: unknown) => error)
    expect(error).toBeInstanceOf(MigrationError)
    return (error as MigrationError).message
  }

  test('applies the missing migrations in order and returns their names', async () => {
    expect(await apply()).toEqual(['1_first'])
    await write('3_third', 'alter table second rename to third')
    await write('2_second', `create function twice(n int) returns int language sql as $$ select 1; select n * 2; $$`)
    expect(await apply()).toEqual(['2_second', '3_third'])
    expect(await apply()).toEqual([])
    await client.query('select twice(id) from third')
  })

  test('applies each migration once when several replicas start at once', async () => {
    await write('2_slow', 'select pg_sleep(0.2); create table slow ()')
    const applied = await Promise.all([apply(), apply(), apply()])
    expect(applied.flat().sort()).toEqual(['1_first', '2_slow'])
  })

  test('records migrations in the same table and format as Prisma', async () => {
    await apply()
    const [migration] = await readMigrations(directory)
    const { rows } = await client.query('select * from _prisma_migrations')
    expect(rows).toMatchObject([
      { migration_name: '1_first', checksum: migration?.checksum, applied_steps_count: 1, rolled_back_at: null },
    ])
    expect(rows[0].finished_at.getTime()).toBeGreaterThanOrEqual(rows[0].started_at.getTime())
  })

  test('leaves nothing behind of a migration that fails, and applies it once it is corrected', async () => {
    await write('2_wrong', 'create table half (id int); create table first (id int);')
    expect(await refusal()).toMatch(/2_wrong failed and left nothing behind: relation "first" already exists/)
    await expect(client.query('select from half')).rejects.toThrow('does not exist')
    await write('2_wrong', 'create table half (id int)')
    expect(await apply()).toEqual(['2_wrong'])
  })

  test('leaves nothing behind when its process is killed during a migration, and applies it at the next start', async () => {
    await write('2_slow', 'create table half (id int); select pg_sleep(2); create table whole (id int)')
    const module = JSON.stringify(new URL('./migrate.ts', import.meta.url))
    const from = `${JSON.stringify(database.url)}, ${JSON.stringify(directory)}`
    const script = `import { applyMigrations } from ${module}; await applyMigrations(${from})`
    const runner = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'inherit' })
    onTestFinished(() => void runner.kill('SIGKILL'))
    const isInTheMidst = async () => {
      const sleeping = `select from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`
      return (await client.query(sleeping)).rows.length > 0
    }
    while (!(await isInTheMidst())) await new Promise(setImmediate)
    runner.kill('SIGKILL')
    await once(runner, 'exit')
    // Postgres notices the lost client only when it sends an answer.
    while (await isInTheMidst()) await new Promise(setImmediate)
    await expect(client.query('select from half')).rejects.toThrow('does not exist')
    expect(await apply()).toEqual(['2_slow'])
    await client.query('select from half, whole')
  })

  test('does not record a migration as applied if it ends its own transaction', async () => {
    await write('2_commits', 'create table half (id int); commit;')
    expect(await refusal()).toMatch(/2_commits ends the transaction .* may now be half applied/)
    expect(await refusal()).toMatch(/2_commits failed .* relation "half" already exists/)
  })

  test('refuses to continue after an applied file was edited', async () => {
    await apply()
    await write('1_first', 'create table first (id bigint)')
    expect(await refusal()).toMatch(/1_first was changed after it had been applied/)
  })

  test('refuses a database that a newer version migrated', async () => {
    await write('2_newer', 'select 1')
    await apply()
    await rm(join(directory, '2_newer'), { recursive: true })
    expect(await refusal()).toMatch(/has the migration 2_newer, which this version does not know/)
  })

  test('refuses a migration that another tool left unfinished, until it is marked as rolled back', async () => {
    await apply()
    await client.query(`insert into _prisma_migrations (id, checksum, migration_name) values ('x', 'x', '2_half')`)
    await write('2_half', 'create table half (id int)')
    expect(await refusal()).toMatch(/2_half was started by another tool and never finished/)
    await client.query(`update _prisma_migrations set rolled_back_at = now() where migration_name = '2_half'`)
    expect(await apply()).toEqual(['2_half'])
  })

  test('refuses a role that may not migrate, and says which setting names the role', async () => {
    const role = `test_role_${crypto.randomUUID()}`
    await client.query(`create role "${role}" login password 'x'`)
    onTestFinished(async () => {
      const admin = await connectForTest(inject('template').adminUrl)
      await admin.query(`drop role "${role}"`).finally(() => admin.end())
    })
    const url = Object.assign(new URL(database.url), { username: role, password: 'x' }).href
    const error = await applyMigrations(url, directory).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(MigrationError)
    expect((error as Error).message).toMatch(/^The role may not migrate: permission denied .*DATABASE_DIRECT_URL/)
  })
})

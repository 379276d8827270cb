import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { applyMigrations } from './migrate.ts'
import { MIGRATIONS_DIRECTORY, readMigrations } from './migrations/files.ts'
import { connectForTest, createTestDatabase } from './testing.ts'

const upgrades = ['20261127140500_announce_on_auth', '20261128110000_announcements_that_never_fail']

/** The migrations before the upgrade, in a directory of their own. */
async function migrationsBefore(upgrade: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'migrations-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  const earlier = (await readMigrations()).filter(({ name }) => name < upgrade)
  for (const { name } of earlier) await cp(join(MIGRATIONS_DIRECTORY, name), join(directory, name), { recursive: true })
  return directory
}

test.each(upgrades)(
  'the migration %s waits for transactions that announce only on the former channel',
  async upgrade => {
    const database = await createTestDatabase({ ...inject('template'), template: 'template0' })
    const [older, observer] = await Promise.all([connectForTest(database.url), connectForTest(database.url)])
    onTestFinished(async () => {
      await Promise.all([older.end(), observer.end()])
      await database.drop()
    })
    await applyMigrations(database.url, await migrationsBefore(upgrade))
    await older.query(
      `insert into users (id, email, created_at, updated_at) values (gen_random_uuid(), 'ada@example.com', now(), now())`,
    )
    await older.query('begin')
    await older.query(`update users set name = 'Ada'`)

    const order: string[] = []
    const upgraded = applyMigrations(database.url).then(() => order.push('upgraded'))
    const waiting = `select from pg_locks where not granted and relation = 'users'::regclass`
    while ((await observer.query(waiting)).rowCount === 0) await new Promise(setImmediate)
    order.push('committed')
    await older.query('commit')
    await upgraded
    expect(order).toEqual(['committed', 'upgraded'])
  },
)

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { applyMigrations } from './migrate.ts'
import { MIGRATIONS_DIRECTORY, readMigrations } from './migrations/files.ts'
import { connectForTest, createTestDatabase } from './testing.ts'

const withRights = `
  select oid::regclass::text as name from pg_class
  where relkind in ('r', 'p') and relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace)
    and (has_any_column_privilege($1, oid, 'select, insert, update, references')
      or has_table_privilege($1, oid, 'delete, truncate, trigger'))
  union all
  select oid::regprocedure::text from pg_proc
  where pronamespace = 'public'::regnamespace and has_function_privilege($1, oid, 'execute')
  union all
  select nspname from pg_namespace where nspname = 'pgboss' and has_schema_privilege($1, oid, 'usage, create')`

/** A database whose owner grants rights to a role by default, as on Supabase. Returns what the role may use after the migrations. */
async function rightsAfterMigrations(
  defaults: (role: string) => string,
  { later = 'select 1', from, to = MIGRATIONS_DIRECTORY }: { later?: string; from?: string; to?: string } = {},
): Promise<string[]> {
  const role = `test_role_${crypto.randomUUID()}`
  const database = await createTestDatabase({ ...inject('template'), template: 'template0' })
  const [owner, admin] = await Promise.all([connectForTest(database.url), connectForTest(inject('template').adminUrl)])
  onTestFinished(async () => {
    await owner.end()
    await database.drop()
    await admin.query(`drop role "${role}"`)
    await admin.end()
  })
  if (from !== undefined) await applyMigrations(database.url, from)
  await owner.query(`create role "${role}"; ${defaults(`"${role}"`)}`)
  await applyMigrations(database.url, to)
  await owner.query(later)
  return (await owner.query(withRights, [role])).rows.map(({ name }) => name)
}

const inSchema = (role: string) => `
  alter default privileges in schema public grant all on tables to ${role};
  alter default privileges in schema public grant all on functions to ${role};
  alter default privileges in schema public grant all on sequences to ${role};`
const everywhere = (role: string) => `
  alter default privileges grant all on schemas to ${role};
  alter default privileges grant all on tables to ${role} with grant option;
  alter default privileges grant all on functions to ${role};`
const toEverybody = () => 'alter default privileges grant all on tables to public'

test.each([
  ['in the schema', inSchema],
  ['in every schema', everywhere],
  ['to everybody', toEverybody],
])('the migrations take back what default privileges grant %s', async (_, defaults) => {
  expect(await rightsAfterMigrations(defaults)).toEqual([])
})

test.each([
  ['in the schema', inSchema],
  ['in every schema', everywhere],
  ['to everybody', toEverybody],
])('default privileges grant nothing on the tables of later migrations: %s', async (_, defaults) => {
  expect(await rightsAfterMigrations(defaults, { later: 'create table later ()' })).toEqual([])
})

/** A folder with the migrations up to a name, and with one more if given. */
async function migrationsUpTo(last: string, more?: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-migrations-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const { name, sql } of [
    ...(await readMigrations()).filter(({ name }) => name <= last),
    ...(more === undefined ? [] : [{ name: '99990101000000_later', sql: more }]),
  ]) {
    await mkdir(path.join(folder, name))
    await writeFile(path.join(folder, name, 'migration.sql'), sql)
  }
  return folder
}

test.each([
  ['in the schema', inSchema],
  ['in every schema', everywhere],
  ['to everybody', toEverybody],
])('default privileges that were set again before an upgrade grant nothing: %s', async (_, defaults) => {
  const newest = (await readMigrations()).at(-1)?.name ?? ''
  const before = await migrationsUpTo(newest)
  const after = await migrationsUpTo(newest, 'create table later ()')
  expect(await rightsAfterMigrations(defaults, { from: before, to: after })).toEqual([])
  expect(
    await rightsAfterMigrations(defaults, { from: await migrationsUpTo('20261201110000_names_of_devices') }),
  ).toEqual([])
})

test('the upgrade takes back what default privileges had granted on tables of second factors', async () => {
  const granted = (role: string) =>
    `grant all on passkeys, recovery_codes, totp_apps, former_passwords to ${role} with grant option; grant select on passkeys to public`
  expect(
    await rightsAfterMigrations(granted, { from: await migrationsUpTo('20261204100000_discoverable_passkeys') }),
  ).toEqual([])
})

test('a right that a migration grants by name stays', async () => {
  const newest = (await readMigrations()).at(-1)?.name ?? ''
  const after = await migrationsUpTo(newest, 'create table later (); grant select on later to public')
  expect(await rightsAfterMigrations(inSchema, { to: after })).toEqual(['later'])
})

test('a right that a person granted on another table stays', async () => {
  expect(await rightsAfterMigrations(role => `create table theirs (); grant select on theirs to ${role}`)).toEqual([
    'theirs',
  ])
})

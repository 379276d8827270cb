import { expect, inject, onTestFinished, test } from 'vitest'
import { applyMigrations } from './migrate.ts'
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
async function rightsAfterMigrations(defaults: (role: string) => string, later = 'select 1'): Promise<string[]> {
  const role = `test_role_${crypto.randomUUID()}`
  const database = await createTestDatabase({ ...inject('template'), template: 'template0' })
  const [owner, admin] = await Promise.all([connectForTest(database.url), connectForTest(inject('template').adminUrl)])
  onTestFinished(async () => {
    await owner.end()
    await database.drop()
    await admin.query(`drop role "${role}"`)
    await admin.end()
  })
  await owner.query(`create role "${role}"; ${defaults(`"${role}"`)}`)
  await applyMigrations(database.url)
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
  expect(await rightsAfterMigrations(defaults, 'create table later ()')).toEqual([])
})

test('a right that a person granted on another table stays', async () => {
  expect(await rightsAfterMigrations(role => `create table theirs (); grant select on theirs to ${role}`)).toEqual([
    'theirs',
  ])
})

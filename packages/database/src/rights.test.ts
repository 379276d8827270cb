import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, inject, onTestFinished, test, vi } from 'vitest'
import { tableNames } from '../testing/table-names.ts'
import { type Connections, openConnections } from './client.ts'
import { outageOf } from './errors.ts'
import { MIGRATIONS_DIRECTORY } from './migrations/files.ts'
import { columnsOfTables, triggersOfTables } from './parts.ts'
import { findHindrances, findRightsOfOthers, rightsOfTheApi } from './rights.ts'
import { roles } from './technical.ts'
import { connectForTest, createTestDatabase, limitedTo, patience } from './testing.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let limited: Awaited<ReturnType<typeof limitedTo>>
let api: Connections
let role: string

async function asOwner(sql: string): Promise<void> {
  const client = await connectForTest(database.url)
  await client.query(sql).finally(() => client.end())
}

beforeAll(async () => {
  database = await createTestDatabase(inject('template'))
  limited = await limitedTo(roles.api, database.url)
  role = new URL(limited.url).username
  api = openConnections(limited.url)
})
afterAll(async () => {
  await api.close()
  await limited.drop()
  await database.drop()
})
beforeEach(async () => asOwner(await readFile(join(MIGRATIONS_DIRECTORY, '..', 'roles.sql'), 'utf8')))

test('the owner, and a role with the rights of roles.sql, work unhindered', async () => {
  const owner = openConnections(database.url)
  expect(await findHindrances(owner)).toEqual([])
  expect(await findHindrances(api)).toEqual([])
  await owner.close()
})

test('each table of auth is looked at, but for those of the owner alone', async () => {
  const looked = Object.keys(rightsOfTheApi).map(name => name.replace(/^\w+\./, ''))
  const ofOwner = ['unannounced_changes']
  expect([...looked, ...ofOwner].sort()).toEqual([...(await tableNames('auth.prisma')), 'job'].sort())
})

test.each([
  ['select on passwords', 'select on public.passwords'],
  ['insert on sessions', 'insert on public.sessions'],
  ['update on challenges', 'update on public.challenges'],
  ['delete on pgboss.job', 'delete on pgboss.job'],
  ['usage on schema pgboss', 'usage on schema pgboss'],
])('a role without %s is told so', async (right, named) => {
  await asOwner(`revoke ${right} from latchkey_api`)
  expect(await findHindrances(api)).toEqual([
    `The role ${role} lacks rights: ${named}. As the owner of the tables, run prisma/roles.sql, and "grant latchkey_api to ${role}".`,
  ])
})

test('row-level security is named with each table, and hides nothing: a query fails', async () => {
  await asOwner('alter table users enable row level security')
  expect(await findHindrances(api)).toEqual([
    expect.stringMatching(/^Row-level security applies to the role .* public\.users\. /),
  ])
  const error = await api.query('select * from users').catch((failure: unknown) => failure)
  expect(outageOf(error)?.name).toBe('rights')
  await asOwner('create policy all_rows on users to latchkey_api using (true)')
  expect(await findHindrances(api)).toHaveLength(1)
  await asOwner(`alter role "${role}" bypassrls`)
  expect(await findHindrances(api)).toEqual([])
  await asOwner(`alter role "${role}" nobypassrls`)
  await asOwner('drop policy all_rows on users; alter table users disable row level security')
})

test('each column of auth, and each trigger of sessions and users, is looked for', async () => {
  const owner = openConnections(database.url)
  const { rows: columns } = await owner.query(
    `
    select attrelid::regclass::text as table, attname::text as name from pg_attribute
    where attrelid = any($1::regclass[]) and attnum > 0 and not attisdropped`,
    [await tableNames('auth.prisma')],
  )
  const { rows: triggers } = await owner.query(`
    select tgrelid::regclass::text as table, tgname::text as name from pg_trigger
    where tgrelid in ('sessions'::regclass, 'users'::regclass) and not tgisinternal`)
  await owner.close()
  const listed = (names: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(names).flatMap(([table, each]) => each.map(name => ({ table: table.replace('public.', ''), name })))
  const sorted = (found: unknown[]) => found.map(each => JSON.stringify(each)).sort()
  expect(sorted(listed(columnsOfTables))).toEqual(sorted(columns))
  expect(sorted(listed(triggersOfTables))).toEqual(sorted(triggers))
})

test.each([
  [
    'rename column delivery to x',
    'sessions',
    'rename column x to delivery',
    /^The database lacks .*: column public\.sessions\.delivery\./,
  ],
  ['rename to x', 'unannounced_changes', null, /column public\.unannounced_changes\.at/],
  [
    'drop constraint limits_pkey',
    'limits',
    'add constraint limits_pkey primary key (key)',
    /primary key of public\.limits\./,
  ],
  [
    'disable trigger user',
    'sessions',
    'enable trigger user',
    /^These triggers are .*: sessions_announce_update on public\.sessions, /,
  ],
  [
    'enable replica trigger users_announce_update',
    'users',
    'enable trigger users_announce_update',
    /users_announce_update on public\.users\./,
  ],
])('alter table … %s (%s) is named', async (change, table, back, sentence) => {
  await asOwner(`alter table ${table} ${change}`)
  expect(await findHindrances(api)).toEqual([expect.stringMatching(sentence)])
  await asOwner(back ? `alter table ${table} ${back}` : `alter table x rename to ${table}`)
  expect(await findHindrances(api)).toEqual([])
})

test('a function that the triggers call is missed', async () => {
  await asOwner('alter function announce(text) rename to x')
  expect(await findHindrances(api)).toEqual([expect.stringContaining('function public.announce(text).')])
  await asOwner('alter function x(text) rename to announce')
})

test.each([
  ...[
    'users',
    'passwords',
    'devices',
    'limits',
    'audit_events',
    'challenges',
    'announcement_channel',
    'pgboss.job',
  ].map(table => [table, 'access exclusive'] as const),
  ['sessions', 'share'] as const,
])('the table %s, locked in %s mode, is an outage that ends by itself', async (table, mode) => {
  const holder = await connectForTest(database.url)
  onTestFinished(() => holder.end())
  const url = new URL(limited.url)
  url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} -c lock_timeout=50`.trim())
  const soon = openConnections(url.href)
  onTestFinished(() => soon.close())
  await holder.query(`begin; lock table ${table} in ${mode} mode`)
  await expect(findHindrances(soon)).rejects.toMatchObject({ code: '55P03' })
  await holder.query('rollback')
  expect(await findHindrances(soon)).toEqual([])
})

test('while it waits for a table it holds no other, so a migration meets it in no deadlock', async () => {
  const migration = await connectForTest(database.url)
  onTestFinished(() => migration.end())
  await migration.query('begin; lock table sessions in access exclusive mode')
  const patient = openConnections(limited.url, { patience })
  onTestFinished(() => patient.close())
  const asked = findHindrances(patient)
  const isWaiting = async () =>
    (await migration.query(`select from pg_locks where relation = 'sessions'::regclass and not granted`)).rowCount === 1
  await vi.waitUntil(isWaiting, { timeout: 60_000 })
  await migration.query('lock table users in access exclusive mode nowait')
  await migration.query('rollback')
  expect(await asked).toEqual([])
})

test('a lock of the kind that vacuum takes hinders nothing', async () => {
  const holder = await connectForTest(database.url)
  onTestFinished(() => holder.end())
  await holder.query('begin; lock table sessions in share update exclusive mode')
  expect(await findHindrances(api)).toEqual([])
})

test('a database that became read-only is an outage', async () => {
  await asOwner(`alter role "${role}" set default_transaction_read_only = on`)
  const readOnly = openConnections(limited.url)
  await expect(findHindrances(readOnly)).rejects.toMatchObject({ code: 'READ_ONLY' })
  await readOnly.close()
  await asOwner(`alter role "${role}" reset default_transaction_read_only`)
})

test('rights of others on our tables are named, granted to a role, for a column, or to everybody', async () => {
  expect(await findRightsOfOthers(api)).toEqual([])
  const other = `test_role_${crypto.randomUUID()}`
  await asOwner(`create role "${other}"`)
  await asOwner(`grant all on sessions, users to "${other}"; grant select (hash) on passwords to "${other}"`)
  await asOwner(`grant insert on passkeys to "${other}"`)
  await asOwner('grant select on devices to public')
  // The owner may be a member of that role, as on Supabase.
  const owner = openConnections(database.url)
  const sentences = await findRightsOfOthers(owner)
  expect(await findRightsOfOthers(api)).toEqual(sentences)
  await owner.close()
  expect(sentences.toSorted()).toEqual([
    expect.stringMatching(/^The role public has rights on devices, with which it may /),
    expect.stringContaining(`The role ${other} has rights on passkeys, passwords, sessions, users, with which it may `),
  ])
  await asOwner(`drop owned by "${other}"; drop role "${other}"`)
})

test.each([
  ['insert on users', 'users'],
  ['update (email) on users', 'users'],
  ['delete on users', 'users'],
  ['trigger on users', 'users'],
  ['delete on limits', 'limits'],
  ['select (ip) on audit_events', 'audit_events'],
  ['truncate on audit_chain', 'audit_chain'],
  ['update on heartbeats', 'heartbeats'],
  ['delete on unannounced_changes', 'unannounced_changes'],
  ['insert on _prisma_migrations', '_prisma_migrations'],
  ['select on pgboss.job', 'pgboss.job'],
  ['update on pgboss.queue', 'pgboss.queue'],
  ['select, references on users', null],
])('a role with %s is named with %s', async (right, table) => {
  const other = `test_role_${crypto.randomUUID()}`
  await asOwner(`create role "${other}"; grant ${right} to "${other}"`)
  const sentences = await findRightsOfOthers(api)
  await asOwner(`drop owned by "${other}"; drop role "${other}"`)
  expect(sentences).toEqual(table ? [expect.stringContaining(`The role ${other} has rights on ${table}, with`)] : [])
})

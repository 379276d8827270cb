import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { tableNames } from '../testing/table-names.ts'
import { applyMigrations } from './migrate.ts'
import { MIGRATIONS_DIRECTORY } from './migrations/files.ts'
import { connectForTest, createTestDatabase, limitedTo } from './testing.ts'

const forbidden = /permission denied|must be owner/
let database: Awaited<ReturnType<typeof createTestDatabase>>
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  database = await createTestDatabase(inject('template'))
})

afterAll(async () => {
  for (const close of closing.toReversed()) await close()
  await database.drop()
})

async function roleOf(group: Parameters<typeof limitedTo>[0]): Promise<(sql: string) => Promise<unknown[]>> {
  const { url, drop } = await limitedTo(group, database.url)
  closing.push(drop)
  return connect(url)
}

async function connect(url: string): Promise<(sql: string) => Promise<unknown[]>> {
  const client = await connectForTest(url)
  closing.push(() => client.end())
  return async sql => (await client.query(sql)).rows
}

describe('the role of services beside the API', () => {
  let query: Awaited<ReturnType<typeof roleOf>>
  beforeAll(async () => {
    query = await roleOf('latchkey_product')
  })

  it('can read people, and reference them', async () => {
    expect(await query('select id, email, name, disabled_at, deleted_at, created_at, updated_at from users')).toEqual(
      [],
    )
  })

  it.each([
    'select hash from passwords',
    'select 1 from passwords',
    'select token_hash from sessions',
    'select ip from sessions',
    'select token_hash from devices',
    'select secret_hash from challenges',
    'select secret from totp_apps',
    'select public_key from passkeys',
    'insert into passkeys (id) values (gen_random_uuid())',
    'select data from pgboss.job',
    'select name from announcement_channel',
    'create temporary table passwords ()',
    "update users set email = 'eve@example.com'",
    'delete from users',
    'update sessions set revoked_at = null',
  ])('is refused: %s', async sql => {
    await expect(query(sql)).rejects.toThrow(forbidden)
  })

  it('reads and writes the tables of the product', async () => {
    const asOwner = await connect(database.url)
    await asOwner('create table of_product (word text)')
    await expect(query('select word from of_product')).rejects.toThrow(forbidden)
    await asOwner('grant select, insert, update, delete on of_product to latchkey_product')
    await query("insert into of_product values ('Milk')")
    expect(await query("update of_product set word = 'Eggs' returning word")).toEqual([{ word: 'Eggs' }])
    await query('delete from of_product')
    await asOwner('drop table of_product')
  })

  it('has no access to any auth table except users, including tables of later versions', async () => {
    const tables = (await query(`
      select oid::regclass::text as name from pg_class
      where relkind in ('r', 'p', 'v', 'm', 'f') and relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace)
        and has_any_column_privilege(oid, 'select, insert, update, references')`)) as { name: string }[]
    const ofProduct = await tableNames('product.prisma')
    expect(tables.map(({ name }) => name).filter(name => !ofProduct.includes(name))).toEqual(['users'])
  })

  it('hears of no session that ends, and cannot announce one', async () => {
    const { url, drop } = await limitedTo('latchkey_product', database.url)
    const client = await connectForTest(url)
    closing.push(async () => {
      await client.end()
      await drop()
    })
    const heard: string[] = []
    client.on('notification', ({ payload = '' }) => heard.push(payload))
    for (const channel of ['auth', 'auth_', 'latchkey']) await client.query(`listen ${channel}`)
    const asOwner = await connect(database.url)
    await asOwner("insert into users values (gen_random_uuid(), 'eve@example.com', 'Eve', null, now(), now())")
    await asOwner("delete from users where email = 'eve@example.com'")
    await client.query('select 1')
    // Servers of 0.1 listen to this channel. It says only that something changed.
    expect(heard).toEqual(['*'])

    const [{ name }] = (await asOwner('select current_database() as name')) as [{ name: string }]
    await asOwner(`grant temporary on database "${name}" to public`)
    await client.query('create temporary table own (id uuid, user_id uuid)')
    await asOwner(`revoke temporary on database "${name}" from public`)
    for (const trigger of ['announce_row', 'announce_session', 'announce_everything'])
      await expect(
        client.query(`create trigger forged after insert on own for each row execute function public.${trigger}()`),
      ).rejects.toThrow(forbidden)
    await expect(client.query("select public.announce('*')")).rejects.toThrow(forbidden)
  })
})

describe('the role of the API', () => {
  let query: Awaited<ReturnType<typeof roleOf>>
  beforeAll(async () => {
    query = await roleOf('latchkey_api')
  })

  it('reads and writes rows', async () => {
    await query("insert into users values (gen_random_uuid(), 'ada@example.com', 'Ada', null, now(), now())")
    expect(await query('update users set name = null returning email')).toEqual([{ email: 'ada@example.com' }])
    expect(await query('delete from users returning name')).toEqual([{ name: null }])
  })

  it.each([
    'alter table sessions disable trigger all',
    'set session_replication_role = replica',
    'truncate sessions',
    'drop table sessions',
    'create table extra ()',
    'create temporary table audit_events ()',
    'alter table users add column admin boolean',
    "update _prisma_migrations set checksum = ''",
    "update announcement_channel set name = 'known'",
    "insert into unannounced_changes values ('1', now())",
    "update audit_events set kind = 'signed_out'",
    'update audit_chain set seq = 1',
    "update audit_checkpoints set why = 'rotated'",
    "copy (select 1) to program 'true'",
  ])('is refused: %s', async sql => {
    await expect(query(sql)).rejects.toThrow(forbidden)
  })
})

describe('roles.sql', () => {
  const file = () => readFile(join(MIGRATIONS_DIRECTORY, '..', 'roles.sql'), 'utf8')

  it('withdraws what any other role was granted on a table of auth', async () => {
    const asOwner = await connect(database.url)
    const role = `test_role_${crypto.randomUUID()}`
    await asOwner(`create role "${role}"`)
    closing.push(async () => void (await asOwner(`drop owned by "${role}"; drop role "${role}"`)))
    const tables = [...(await tableNames('auth.prisma')), '_prisma_migrations', 'pgboss.job']
    for (const table of tables) await asOwner(`grant all on ${table} to "${role}" with grant option`)
    await asOwner(`grant select (hash) on passwords to "${role}"; grant usage on schema pgboss to "${role}"`)
    await asOwner(await file())
    const left = await asOwner(`
      select oid::regclass::text as name from pg_class where relkind in ('r', 'p')
        and has_any_column_privilege('${role}', oid, 'select, insert, update, references')
        and relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace)`)
    expect(left).toEqual([])
  })

  it('runs as an owner with few rights, beside tables of others, and gives the API no right to those', async () => {
    const [owner, other] = [`test_role_${crypto.randomUUID()}`, `test_role_${crypto.randomUUID()}`]
    const asAdmin = await connect(inject('template').adminUrl)
    closing.push(async () => void (await asAdmin(`drop role "${owner}"; drop role "${other}"`)))
    await asAdmin(`create role "${owner}" login createrole password 'x'; create role "${other}"`)
    const shared = await createTestDatabase({ ...inject('template'), template: 'template0' })
    closing.push(() => shared.drop())
    const url = new URL(shared.url)
    await asAdmin(`alter database "${url.pathname.slice(1)}" owner to "${owner}"`)
    const asSuperuser = await connect(shared.url)
    Object.assign(url, { username: owner, password: 'x' })
    await applyMigrations(url.href)

    await asSuperuser(
      `create table theirs (); alter table theirs owner to "${other}"; create schema app; create table app.users ()`,
    )
    const asOwner = await connect(url.href)
    await asOwner('set search_path = app, public')
    for (const _ of [1, 2]) await asOwner(await file())
    const rights = `
      select has_table_privilege('latchkey_api', 'public.theirs', 'select, insert, update, delete') as to_theirs,
        has_table_privilege('latchkey_api', 'public.users', 'delete') as to_ours`
    expect(await asSuperuser(rights)).toEqual([{ to_theirs: false, to_ours: true }])
  })

  it('withdraws the right to execute that a backup gives everybody if it was restored without privileges', async () => {
    const asOwner = await connect(database.url)
    await asOwner(`update pg_proc set proacl = null where proname ~ '^(announce|audit)_'`)
    await asOwner(await file())
    const open = await asOwner(`
      select proname from pg_proc where pronamespace = 'public'::regnamespace and has_function_privilege('public', oid, 'execute')`)
    expect(open).toEqual([])
  })

  it('says that a server must make the tables first', async () => {
    const empty = await createTestDatabase({ ...inject('template'), template: 'template0' })
    closing.push(() => empty.drop())
    const asOwner = await connect(empty.url)
    await expect(asOwner(await file())).rejects.toMatchObject({
      message: expect.stringMatching(/^The database test_\S+ has no tables of Latchkey\.$/),
      hint: expect.stringContaining('Start one server'),
    })
  })

  it('says which right it lacks, and what an administrator can do', async () => {
    const asOwner = await connect(database.url)
    const role = `test_role_${crypto.randomUUID()}`
    await asOwner(`create role "${role}" login password 'x'`)
    const url = new URL(database.url)
    url.username = role
    url.password = 'x'
    closing.push(async () => void (await asOwner(`drop role "${role}"`)))
    const asRole = await connect(url.href)
    const missing = (await file()).replaceAll("'latchkey_", `'test_missing_${crypto.randomUUID().slice(0, 8)}_`)
    await expect(asRole(missing)).rejects.toMatchObject({
      message: expect.stringMatching(/may not create the role test_missing/),
      hint: expect.stringContaining('Let a role with CREATEROLE run'),
    })
  })
})

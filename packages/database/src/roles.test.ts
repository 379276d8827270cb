import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { tableNames } from '../testing/table-names.ts'
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
    'select data from pgboss.job',
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
    'alter table users add column admin boolean',
    "update _prisma_migrations set checksum = ''",
    "update audit_events set kind = 'signed_out'",
    'update audit_chain set seq = 1',
    "update audit_checkpoints set why = 'rotated'",
    "copy (select 1) to program 'true'",
  ])('is refused: %s', async sql => {
    await expect(query(sql)).rejects.toThrow(forbidden)
  })
})

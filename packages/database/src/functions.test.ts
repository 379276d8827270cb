import type { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { connectForTest, createTestDatabase } from './testing.ts'

const addEvent = `
  insert into public.audit_events (id, at, kind, user_id, commitment, salt, address)
  values (gen_random_uuid(), now(), 'signed_in', $1, sha256('x'), sha256('y'), 'ada@example.com') returning id`
const addSession = `
  insert into public.sessions (id, user_id, token_hash, delivery, remembered, methods, created_at, authenticated_at, last_seen_at, expires_at)
  values (gen_random_uuid(), $1, sha256('token'), 'bearer', false, '{pwd}', now(), now(), now(), now() + interval '1 hour')`

let database: Awaited<ReturnType<typeof createTestDatabase>>
let client: Client
let userId: string

beforeEach(async () => {
  database = await createTestDatabase(inject('template'))
  client = await connectForTest(database.url)
  const { rows } = await client.query(
    `insert into users (id, email, created_at, updated_at) values (gen_random_uuid(), 'ada@example.com', now(), now()) returning id`,
  )
  userId = rows[0].id
  await client.query(addSession, [userId])
  await client.query(addEvent, [userId])
})

afterEach(async () => {
  await client.end()
  await database.drop()
})

describe('each function of ours', () => {
  test('sets its search path, with temporary tables last, and can be executed by its owner only', async () => {
    const { rows } = await client.query(`
      select proname as name, proconfig as settings, proacl::text as rights from pg_proc
      where pronamespace = 'public'::regnamespace order by proname`)
    expect(rows.length).toBeGreaterThan(8)
    for (const { name, settings, rights } of rows) {
      expect(settings, name).toEqual(['search_path=pg_catalog, pg_temp'])
      // One entry, which names who it is for: an entry for everybody begins with "=".
      expect(rights, name).toMatch(/^\{[^=,]+=X\/[^,]+\}$/)
    }
  })
})

describe.each([
  ['an empty search path', `set search_path = ''`],
  ['the session of a logical replica', `set search_path = ''; set session_replication_role = replica`],
])('with %s', (_, settings) => {
  test('sessions can be ended, and people renamed and deleted', async () => {
    await client.query(settings)
    await client.query('update public.sessions set revoked_at = now()')
    await client.query('update public.sessions set revoked_at = null')
    await client.query(`update public.users set name = 'Ada'`)
    await client.query('delete from public.sessions')
    await client.query('delete from public.users')
    const { rows } = await client.query('select address, salt from public.audit_events')
    expect(rows).toEqual([{ address: null, salt: null }])
  })

  test('tables can be emptied, but for the audit log', async () => {
    await client.query(settings)
    await client.query('truncate public.users cascade')
    await expect(client.query('truncate public.audit_events')).rejects.toThrow('only ever added to')
    const { rows } = await client.query('select address from public.audit_events')
    expect(rows).toEqual([{ address: null }])
  })
})

describe('temporary tables with the names of ours', () => {
  test('do not make the audit log let go of young rows', async () => {
    const { rows } = await client.query('select id from audit_events')
    await client.query(`insert into audit_chain values (1, $1, sha256('x'), sha256('y'), 'key')`, [rows[0].id])
    await client.query(`
      create temporary table audit_checkpoints (why text, seq bigint);
      create temporary table audit_events (id uuid, at timestamptz);
      create temporary table audit_chain (seq bigint, event_id uuid);
      insert into pg_temp.audit_checkpoints values ('trimmed', 1000);
      set search_path = pg_temp, public`)
    for (const table of ['audit_events', 'audit_chain'])
      await expect(client.query(`delete from public.${table}`), table).rejects.toThrow('only ever added to')
  })

  test('do not keep personal fields in the audit log when a person is deleted', async () => {
    await client.query(
      'create temporary table audit_events (user_id uuid, salt text, address text, ip text, user_agent text)',
    )
    await client.query('delete from public.users')
    const { rows } = await client.query('select address from public.audit_events')
    expect(rows).toEqual([{ address: null }])
  })
})

describe('for every role', () => {
  /** Runs SQL as a new role with these rights. Returns the message of its error, or null. */
  async function asRole(rights: (role: string) => string, sql: string): Promise<string | null> {
    const role = `"test_role_${crypto.randomUUID()}"`
    await client.query(
      `create role ${role}; grant usage on schema public to ${role}; ${rights(role)}; set role ${role}`,
    )
    const refusal = await client.query(sql).then(
      () => null,
      error => error.message,
    )
    await client.query(`reset role; drop owned by ${role}; drop role ${role}`)
    return refusal
  }

  test('a role that may delete people and nothing else clears their events too', async () => {
    const rights = (role: string) => `grant select, delete on users to ${role}`
    expect(await asRole(rights, 'delete from public.users')).toBeNull()
    const { rows } = await client.query('select address, salt from public.audit_events')
    expect(rows).toEqual([{ address: null, salt: null }])
  })

  test('a role that does not see the events cannot cut young ones off the chain', async () => {
    const { rows } = await client.query('select id from audit_events')
    await client.query(`insert into audit_chain values (1, $1, sha256('x'), sha256('y'), 'key')`, [rows[0].id])
    await client.query('alter table audit_events enable row level security')
    const rights = (role: string) =>
      `grant select, insert, delete on audit_events, audit_chain, audit_checkpoints to ${role}`
    const forge = `insert into public.audit_checkpoints values (1, 'trimmed', now(), sha256('x'), sha256('y'), 'key')`
    expect(await asRole(rights, `${forge}; delete from public.audit_chain`)).toMatch('only ever added to')
  })

  test('the triggers that erase do so on their own table only', async () => {
    await client.query('create temporary table own as select id from public.users')
    await client.query(
      'create trigger erase after delete on own for each row execute function public.audit_erase_person()',
    )
    await expect(client.query('delete from own')).rejects.toThrow('a trigger of the table users')
  })

  test.each(['x', '-1', '99999999999', '2147483647'])('ends sessions though auth.announced is %j', async value => {
    await client.query(`set auth.announced = '${value}'`)
    await client.query('update public.sessions set revoked_at = now()')
  })
})

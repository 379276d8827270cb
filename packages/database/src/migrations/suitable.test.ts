import { Client } from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { applyMigrations } from '../migrate.ts'

/** A database that `sql` prepares, and why the migrations refuse it. */
async function refusalOf(how: string, sql: string): Promise<string> {
  const { adminUrl, run } = inject('template')
  const name = `test_${run}_${crypto.randomUUID()}`
  const url = new URL(adminUrl)
  url.pathname = name
  const execute = async (address: string, statement: string) => {
    const client = new Client({ connectionString: address })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await execute(adminUrl, `create database "${name}" template template0 ${how}`)
  onTestFinished(() => execute(adminUrl, `drop database "${name}" with (force)`))
  await execute(url.href, sql)
  return applyMigrations(url.href).then(
    () => '',
    error => error.message,
  )
}

test.each(['LATIN1', 'SQL_ASCII'])('a database with the encoding %s is refused by a sentence', async encoding => {
  const how = `encoding '${encoding}' locale_provider libc locale 'C'`
  expect(await refusalOf(how, 'select 1')).toMatch(`server_encoding is ${encoding}`)
})

test('a database without the schema "public" is refused by a sentence', async () => {
  expect(await refusalOf('', 'drop schema public')).toMatch(/The schema public must exist/)
})

test('a database that holds the tables in another schema is refused, and not filled with new ones', async () => {
  const moved = 'create schema app; create table app._prisma_migrations (); create table app.audit_chain ()'
  expect(await refusalOf('', moved)).toMatch(/in the schema app .* alter table app\.users set schema public/)
})

test.each([
  ['a table', 'create table users ()', 'relation "users" already exists'],
  [
    'jobs in pg-boss',
    'create schema pgboss; create type pgboss.job_state as enum ()',
    'type "job_state" already exists',
  ],
])(
  'a database in which another program has %s of the same name is refused, and left as it was',
  async (_, sql, what) => {
    expect(await refusalOf('', sql)).toMatch(
      `${what}. If another program uses this database, give this one a database of its own.`,
    )
  },
)

test('a database with the migrations of another program is refused, and left as it was', async () => {
  const theirs = `
    create table _prisma_migrations (id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz,
      migration_name varchar(255) not null, logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(),
      applied_steps_count integer not null default 0);
    insert into _prisma_migrations values ('1', 'x', now(), '20200101_shop', null, null, now(), 1)`
  expect(await refusalOf('', theirs)).toBe(
    'The database has the migrations of another program, such as 20200101_shop. Give this program a database of its own.',
  )
})

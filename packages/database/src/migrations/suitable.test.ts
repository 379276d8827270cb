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

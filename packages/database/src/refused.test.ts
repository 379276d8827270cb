import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { refusal, startSpeakingServer } from '../testing/speaking-server.ts'
import { openConnections } from './client.ts'
import { outageOf } from './errors.ts'
import { roles } from './technical.ts'
import { connectForTest, createTestDatabase, limitedTo } from './testing.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let limited: Awaited<ReturnType<typeof limitedTo>>
let name: string
let role: string
beforeAll(async () => {
  database = await createTestDatabase(inject('template'))
  limited = await limitedTo(roles.api, database.url)
  name = new URL(database.url).pathname.slice(1)
  role = new URL(limited.url).username
})
afterAll(async () => {
  await limited.drop()
  await database.drop()
})

async function runAt(url: string, sql: string): Promise<void> {
  const client = await connectForTest(url)
  await client.query(sql).finally(() => client.end())
}

/** What a new pool throws: to statements past Prisma, and to those of Prisma. */
async function refusals(url: string): Promise<unknown[]> {
  const { db, prepared, close } = openConnections(url)
  onTestFinished(close)
  const asked = [prepared({ name: 'one', text: 'select 1' }, []), db.user.count()]
  return Promise.all(asked.map(failing => failing.catch((error: unknown) => error)))
}

async function expectRefusal(url: string, words: string): Promise<void> {
  for (const error of await refusals(url))
    expect(outageOf(error)).toMatchObject({
      name: 'refused at connect',
      isOfOneStatement: false,
      reason: expect.stringContaining(words),
    })
}

test('a database to which the role may not connect', async () => {
  await runAt(database.url, `revoke connect on database "${name}" from public`)
  await expectRefusal(limited.url, `permission denied for database "${name}"`)
  // It is no refusal of the options.
  await expectRefusal(`${limited.url}&options=-c%20statement_timeout%3D3000`, 'permission denied for database')
  await runAt(database.url, `grant connect on database "${name}" to public`)
  expect((await refusals(limited.url))[1]).toBe(0)
})

test('a trigger on login that raises an error', async () => {
  await runAt(
    database.url,
    `create function refuse() returns event_trigger language plpgsql as $$ begin
       if session_user = '${role}' then raise exception 'closed for today'; end if; end $$;
     grant execute on function refuse() to public;
     create event trigger refuse on login execute function refuse()`,
  )
  await expectRefusal(limited.url, 'closed for today')
  await runAt(database.url, 'drop event trigger refuse; drop function refuse')
})

test('a database that takes no connections', async () => {
  const { adminUrl } = inject('template')
  await runAt(adminUrl, `alter database "${name}" allow_connections false`)
  await expectRefusal(limited.url, 'is not currently accepting connections')
  await runAt(adminUrl, `alter database "${name}" allow_connections true`)
})

test.each([
  ['F0000', 'could not load pg_hba.conf'],
  ['0A000', 'unsupported frontend protocol 3.0: server supports 4.0 to 4.1'],
  ['P0001', 'the pooler is paused'],
])('any other error before the connection is open, such as %s: %s', async (code, words) => {
  await expectRefusal(await startSpeakingServer(refusal(code, words)), words)
})

test('a refusal with a row of its own keeps it', async () => {
  for (const [code, row] of [
    ['28P01', 'access'],
    ['53300', 'too many connections'],
    ['57P03', 'operator'],
  ] as const)
    for (const error of await refusals(await startSpeakingServer(refusal(code, 'no'))))
      expect(outageOf(error)?.name).toBe(row)
})

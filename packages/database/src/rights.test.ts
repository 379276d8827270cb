import { expect, inject, it, onTestFinished } from 'vitest'
import { openConnections } from './client.ts'
import { outageOf } from './errors.ts'
import { requireRights } from './rights.ts'
import { connectForTest, createTestDatabase, limitedTo } from './testing.ts'

/** Connections of the API's own role, and the owner's. */
async function limited() {
  const database = await createTestDatabase(inject('template'))
  onTestFinished(() => database.drop())
  const role = await limitedTo('latchkey_api', database.url)
  onTestFinished(() => role.drop())
  const owner = await connectForTest(database.url)
  onTestFinished(() => owner.end())
  const connections = openConnections(role.url, { poolSize: 1 })
  onTestFinished(() => connections.close())
  return { owner, connections }
}

const failureOf = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error as Error)

it('the role of roles.sql has all rights that the server needs', async () => {
  const { connections } = await limited()
  await requireRights(connections)
})

it.each([
  ['insert on sessions', 'may not insert on sessions'],
  ['select on passwords', 'may not select on passwords'],
  ['update, delete on limits', 'may not update on limits, may not delete on limits'],
  ['insert on audit_events', 'may not insert on audit_events'],
  ['insert on pgboss.job', 'may not insert on pgboss.job'],
])('a role that lost the right to %s is an outage that says so', async (right, missing) => {
  const { owner, connections } = await limited()
  await owner.query(`revoke ${right} from latchkey_api`)
  const error = await failureOf(requireRights(connections))
  expect(outageOf(error)?.name).toBe('rights')
  expect(outageOf(error)?.reason).toMatch(new RegExp(`prisma/roles.sql.* \\(It ${missing}\\.\\)$`))
})

it.each(['sessions', 'limits'])('row level security on %s hides nothing: it is an outage', async table => {
  const { owner, connections } = await limited()
  await owner.query(`alter table ${table} enable row level security`)
  const errors = [
    await failureOf(requireRights(connections)),
    await failureOf(connections.query(`select * from ${table}`)),
    await failureOf(table === 'limits' ? connections.db.limit.findMany() : connections.db.session.findMany()),
  ]
  for (const error of errors) expect(outageOf(error)?.name).toBe('rights')
})

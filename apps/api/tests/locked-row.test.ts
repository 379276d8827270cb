import { revokeOtherSessions } from '@latchkey/contracts/auth/devices'
import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { connectForTest } from '@latchkey/database/testing'
import { expect, it, onTestFinished } from 'vitest'
import { testApi } from '../testing/test.ts'
import { until } from '../testing/until.ts'

const api = await testApi({ impatient: true })
const answeredWithinMs = 5_000
/** On a busy machine one round may take longer. */
const rounds = 3

/** What is done after an answer, such as giving back an attempt, may still wait a moment. Locked as it is, each statement has to give up. */
const noStatementWaits = () =>
  until(async () => {
    const [row] = await api.db.$queryRaw<[{ count: number }]>`
      select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    return row.count === 0
  })

/** A connection of somebody else, in a transaction that holds what `sql` locks. */
async function hold(sql: string): Promise<() => Promise<void>> {
  const holder = await connectForTest(api.url)
  onTestFinished(() => holder.end())
  await holder.query(`begin; ${sql}`)
  return () => holder.query('rollback').then(() => {})
}

/** Makes calls at once. Returns their statuses, and how long the slowest took. */
async function timed(calls: readonly (() => Promise<{ status: number }>)[]) {
  const began = performance.now()
  const statuses = await Promise.all(calls.map(async call => (await call()).status))
  return { statuses: new Set(statuses), tookMs: performance.now() - began }
}

it('while the row of one account stays locked, its changes are 503 within five seconds, and other people notice nothing', async () => {
  const [locked, other] = await Promise.all([api.createUser(), api.createUser()])
  const { caller } = await api.signIn(locked)
  const letGo = await hold(`select from users where id = '${locked.id}' for update`)
  const took: number[] = []
  while (took.length < rounds && !(Math.min(...took) < answeredWithinMs)) {
    const changes = timed(
      Array.from({ length: 14 }, (_, at) => () => (at % 2 ? api.call(signIn, locked) : api.call(signOut, {}, caller))),
    )
    // Each of these would wait for a connection if the others held all of them.
    for (let round = 0; round < 5; round++) {
      const signedIn = await api.signIn(other)
      expect((await api.call(currentSession, {}, signedIn.caller)).status).toBe(200)
    }
    const { statuses, tookMs } = await changes
    expect(statuses).toEqual(new Set([503]))
    took.push(tookMs)
  }
  expect(Math.min(...took)).toBeLessThan(answeredWithinMs)
  await noStatementWaits()
  await letGo()
  expect((await api.call(currentSession, {}, caller)).status).toBe(200)
  await api.deliver()
})

it.each(['users', 'passwords', 'sessions', 'devices', 'limits', 'audit_events', 'pgboss.job'])(
  'while the table %s stays locked, each answer comes within five seconds, no one is signed out, and no statement goes on waiting',
  async table => {
    const [first, second] = [await api.createUser(), await api.createUser()]
    const people = [first, second]
    while (people.length < 14) people.push(await api.createUser())
    const [{ caller }, { caller: other }] = [await api.signIn(first), await api.signIn(second)]
    // What a `vacuum full` or a change of the table takes.
    const letGo = await hold(`lock table ${table} in access exclusive mode`)
    const took: number[] = []
    while (took.length < rounds && !(Math.min(...took) < answeredWithinMs)) {
      const { statuses, tookMs } = await timed([
        ...people.map(person => () => api.call(signIn, person)),
        () => api.call(currentSession, {}, caller),
        () => api.call(revokeOtherSessions, {}, other),
      ])
      for (const status of statuses) expect([200, 503]).toContain(status)
      took.push(tookMs)
    }
    expect(Math.min(...took)).toBeLessThan(answeredWithinMs)
    await noStatementWaits()
    await letGo()
    for (const each of [caller, other]) expect((await api.call(currentSession, {}, each)).status).toBe(200)
    await api.deliver()
  },
)

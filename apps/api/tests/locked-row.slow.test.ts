import { revokeOtherSessions } from '@latchkey/contracts/auth/devices'
import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { openConnections } from '@latchkey/database/client'
import { connectForTest, patience } from '@latchkey/database/testing'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { keyOf } from '../src/auth/limits/keys.ts'
import { everybodyMs, type RuleName } from '../src/auth/limits/rules.ts'
import type { Caller } from '../testing/call-endpoint.ts'
import { testApi } from '../testing/test.ts'
import { until } from '../testing/until.ts'
import { waiting } from '../testing/waiting.ts'

const api = await testApi({ impatient: true, environment: { TRUST_PROXY: 'loopback' } })
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

describe('while one row of limits stays locked, what is counted there is 503, and other people notice nothing', () => {
  // Connections of its own, since the server's may all be taken for a moment.
  const { db: watcher, close } = openConnections(api.url, { poolSize: 1, patience })
  afterAll(close)
  const wrong = 'not the right password'
  const newAddress = () => `${crypto.randomUUID()}@example.com`
  const from = (ip: string): Caller => ({ headers: { 'x-forwarded-for': ip } })
  const keyFor = (rule: RuleName, of: string) => keyOf(api.deps.keys('limit counter'), rule, of)
  const sessionsFrom = (ip: string) => watcher.session.count({ where: { ip } })
  const countOf = async (key: string) => (await watcher.limit.findUnique({ where: { key } }))?.count

  async function holdRow(key: string) {
    expect(await countOf(key), 'the row is there').toBeDefined()
    return hold(`select from limits where key = '${key}' for update`)
  }
  /** Each sign-in would wait for a connection if others held all of them. */
  const expectToSignIn = async (user: { email: string; password: string }) => {
    for (let round = 0; round < 5; round++) await api.signIn(user)
  }

  it('if it counts for an address that 40 networks guess at', async () => {
    const [{ email }, other] = await Promise.all([api.createUser(), api.createUser()])
    const guess = (at: number) => () => api.call(signIn, { email, password: wrong }, from(`10.1.${at}.1`))
    await guess(0)()
    const letGo = await holdRow(keyFor('sign-in to an address', email))
    const guesses = timed(Array.from({ length: 40 }, (_, at) => guess(at)))
    await waiting(watcher, 1)
    await expectToSignIn(other)
    expect((await guesses).statuses).toEqual(new Set([503]))
    await letGo()
    expect((await guess(0)()).status).toBe(401)
  })

  it('if it counts for a network that guesses at 40 addresses', async () => {
    const other = await api.createUser()
    const network = '10.2.0.1'
    const guess = () => api.call(signIn, { email: newAddress(), password: wrong }, from(network))
    await guess()
    const letGo = await holdRow(keyFor('sign-in from a network', network))
    const guesses = timed(Array.from({ length: 40 }, () => guess))
    await waiting(watcher, 1)
    await expectToSignIn(other)
    expect((await guesses).statuses).toEqual(new Set([503]))
    await letGo()
    expect((await guess()).status).toBe(401)
  })

  it('if it counts one in sixteen strangers, from many networks', async () => {
    const other = await api.createUser()
    let { caller } = await api.signIn(other, { delivery: 'cookie' })
    const key = keyFor('sign-in from anywhere', `${Math.floor(api.clock.now().getTime() / everybodyMs)} 0`)
    const row = { key, count: 1, openAt: new Date(0), expiresAt: new Date(api.clock.now().getTime() + everybodyMs) }
    await watcher.limit.upsert({ where: { key }, create: row, update: {} })
    const letGo = await holdRow(key)
    let [networks, isRefused] = [0, false]
    const guessOn = async () => {
      while (!isRefused) {
        const guess = { email: newAddress(), password: wrong }
        const { status } = await api.call(signIn, guess, from(`10.3.${networks >> 8}.${networks++ & 255}`))
        expect([401, 503]).toContain(status)
        isRefused ||= status === 503
      }
    }
    const strangers = Promise.all(Array.from({ length: 14 }, guessOn))
    // A known browser is not counted with strangers.
    while (!isRefused) caller = (await api.signIn(other, { delivery: 'cookie' }, caller)).caller
    await strangers
    await letGo()
  })

  it('except that right passwords are accepted, and given back afterwards', async () => {
    const other = await api.createUser()
    const people: (typeof other)[] = []
    while (people.length < 14) people.push(await api.createUser())
    const network = '10.4.0.1'
    const key = keyFor('sign-in from a network', network)
    const { takeTurn } = api.hasher
    onTestFinished(() => {
      api.hasher.takeTurn = takeTurn
    })

    /** All sign in from one network. Its row is locked after each was counted, and before any is answered. Returns their statuses. */
    async function signInWhileLocked(): Promise<Set<number>> {
      const halves = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      let arrived = 0
      api.hasher.takeTurn = (_turn, work) => Promise.resolve(halves[arrived++ % 2]?.promise).then(work)
      const before = await sessionsFrom(network)
      const answers: Promise<number>[] = []
      let isRefused = false
      const counted = () => until(async () => isRefused || (await countOf(key)) === answers.length)
      for (const person of people) {
        const answer = api.call(signIn, person, from(network)).then(({ status }) => {
          isRefused ||= status !== 200
          return status
        })
        answers.push(answer)
        // One after the other: at once, each would wait for the row.
        await counted()
      }
      api.hasher.takeTurn = takeTurn
      const letGo = await holdRow(key)
      for (const [at, half] of halves.entries()) {
        half.resolve()
        // From then on, each of this half has only to give its attempt back.
        const signedIn = before + ((at + 1) * people.length) / 2
        await until(async () => isRefused || (await sessionsFrom(network)) >= signedIn)
      }
      if (!isRefused) await waiting(watcher, 1)
      await expectToSignIn(other)
      const statuses = new Set(await Promise.all(answers))
      await letGo()
      await until(async () => (await countOf(key)) === 0)
      return statuses
    }

    let statuses = new Set<number>()
    for (let round = 0; round < rounds && !(statuses.size === 1 && statuses.has(200)); round++)
      statuses = await signInWhileLocked()
    expect(statuses).toEqual(new Set([200]))
    await api.deliver()
  })
})

import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import type autocannon from 'autocannon'
import { type Child, startChild } from '../child.ts'
import { path, type Ready } from '../contenders/answered.ts'
import { bearer, fromProxy, getSession, startLatchkey, whoAmI } from '../latchkey.ts'
import type { Flood, Flooded } from '../load/flood.ts'
import type { Usage } from '../offer.ts'
import { addPeople, addSessions, forge } from '../people.ts'
import { type Postgres, withClient } from '../postgres.ts'
import { figure, say, table } from '../report.ts'
import { interleave, median, medianRatio, type Plan } from '../rounds.ts'

const connections = 32
/** How many tokens take turns when every request must query. A cache of one session holds none of them, and no two requests share a query. */
const rotated = 3200

interface Contender {
  readonly name: string
  readonly child: Child
  readonly ready: Ready
  readonly requests: readonly autocannon.Request[]
  /** Empty if it needs none. */
  readonly database: string
  readonly databaseUrl: string
  /** SQL that ends every session without telling the contender. */
  readonly end: string
  /** Whether it still accepts a session that was ended this way. */
  readonly isBlind: boolean
}

interface Round {
  readonly perSecond: number
  readonly p99: number
  readonly cpuMicros: number
  readonly total: number
}

/** Measures the authenticated GET with Latchkey and its alternatives. */
export async function requests(postgres: Postgres, plan: Plan): Promise<string> {
  const load = startChild('load/flood.ts')
  const contenders = await startAll(postgres)
  const flood = ({ ready, requests }: Contender, seconds: number) =>
    load.ask<Flooded>('flood', { port: ready.port, connections, seconds, requests } satisfies Flood)
  try {
    await check(contenders)
    say('every contender refuses a missing and a forged token')
    for (const contender of contenders) await flood(contender, plan.warmUpSeconds)

    const before = await settledTransactions(postgres)
    const results = await interleave(contenders, plan.rounds, async ({ name, child, ...rest }) => {
      const used = await child.ask<Usage>('usage')
      const { perSecond, p99, total, failures } = await flood({ name, child, ...rest }, plan.seconds)
      const { cpu } = await child.ask<Usage>('usage')
      assert.deepEqual({ statuses: Object.keys(perSecond), failures }, { statuses: ['200'], failures: 0 }, name)
      say(`${name}: ${figure(perSecond[200] ?? 0)} a second`)
      return { perSecond: perSecond[200] ?? 0, p99, cpuMicros: (cpu - used.cpu) / total, total } satisfies Round
    })
    const after = await settledTransactions(postgres)

    const verdicts = new Map<Contender, string>()
    for (const contender of contenders) verdicts.set(contender, await endByHand(contender))
    const transactions = ({ database }: Contender) => (after.get(database) ?? 0) - (before.get(database) ?? 0)
    return describe(results, transactions, verdicts, plan)
  } finally {
    await Promise.all([load.stop(), ...contenders.map(({ child }) => child.stop())])
  }
}

async function startAll(postgres: Postgres): Promise<Contender[]> {
  const warm = await startLatchkeyOn(postgres, 'Latchkey, warm', 'latchkey_warm', { sessions: 1 })
  const miss = await startLatchkeyOn(postgres, 'Latchkey, each request a cold miss', 'latchkey_miss', {
    sessions: rotated,
    environment: { SESSION_CACHE_SIZE: '1' },
  })
  const off = await startLatchkeyOn(postgres, 'Latchkey, cache off', 'latchkey_off', {
    sessions: rotated,
    follows: false,
  })
  const { body } = await whoAmI(warm.ready.port, warm.ready.good)

  const peer = async (name: string, file: string, { database = '', isBlind = false }, input: object = {}) => {
    const child = startChild(`contenders/${file}.ts`)
    const databaseUrl = database && (await postgres.createDatabase(database))
    const ready = await child.ask<Ready>('start', { body, databaseUrl, ...input })
    const requests = [{ method: 'GET' as const, path, headers: ready.good }]
    return { name, child, ready, requests, database, databaseUrl, end: 'delete from session', isBlind }
  }
  return [
    await peer('Bare Fastify, no check', 'bare-fastify', {}, { isLogging: true }),
    warm,
    miss,
    off,
    await peer('@fastify/jwt, HS256', 'fastify-jwt', {}),
    await peer('Better Auth', 'better-auth', { database: 'better_auth' }, { isCaching: false }),
    await peer('Better Auth, cookie cache', 'better-auth', { database: 'cached', isBlind: true }, { isCaching: true }),
    await peer('express-session, connect-pg-simple', 'express-session', { database: 'express' }),
    await peer('Bare Fastify, no logger either', 'bare-fastify', {}, { isLogging: false }),
  ]
}

async function startLatchkeyOn(
  postgres: Postgres,
  name: string,
  database: string,
  { sessions, ...options }: { sessions: number; follows?: boolean; environment?: Record<string, string> },
): Promise<Contender> {
  const databaseUrl = await postgres.createLatchkeyDatabase(database)
  const made = await withClient(databaseUrl, async client => {
    await addPeople(client, sessions)
    return addSessions(client, sessions)
  })
  const child = await startLatchkey(databaseUrl, options)
  const token = made[0]?.token ?? ''
  const ready = { port: child.port, good: bearer(token), forged: bearer(forge(token)) }
  const requests = made.map(({ token }) => getSession(token))
  return { name, child, ready, requests, database, databaseUrl, end: 'delete from sessions', isBlind: false }
}

/** Checks that every contender refuses missing and forged tokens. One that does not check would win. */
async function check(contenders: readonly Contender[]): Promise<void> {
  const sizes = new Set<number>()
  for (const { name, ready } of contenders) {
    const { status, body } = await whoAmI(ready.port, ready.good)
    assert.equal(status, 200, name)
    sizes.add(Buffer.byteLength(body))
    assert.equal(sizes.size, 1, `${name} answers a body of another size`)
    if (checksNothing(ready)) continue
    assert.equal((await whoAmI(ready.port, fromProxy)).status, 401, `${name}, without a token`)
    assert.equal((await whoAmI(ready.port, ready.forged)).status, 401, `${name}, with a forged token`)
  }
}

const checksNothing = ({ good }: Ready) => Object.keys(good).length === 0

/** Postgres counts a connection's last transactions once it has been idle for ten seconds. */
const settlingMs = 10_500

async function settledTransactions(postgres: Postgres): Promise<Map<string, number>> {
  await setTimeout(settlingMs)
  return postgres.countTransactions()
}

/** Deletes every session by SQL, and reports whether the token is still accepted. */
async function endByHand(contender: Contender): Promise<string> {
  const { name, ready, databaseUrl, end, isBlind } = contender
  if (checksNothing(ready)) return ''
  if (databaseUrl === '') return 'can’t be revoked'
  await withClient(databaseUrl, client => client.query(end))
  await setTimeout(200)
  const { status } = await whoAmI(ready.port, ready.good)
  assert.equal(status, isBlind ? 200 : 401, `${name}, after its session was deleted`)
  return isBlind ? 'still accepted' : 'refused'
}

function describe(
  results: Map<Contender, Round[]>,
  transactions: (contender: Contender) => number,
  verdicts: Map<Contender, string>,
  { rounds, seconds }: Plan,
): string {
  const all = [...results].map(([contender, rounds]) => ({
    contender,
    rates: rounds.map(({ perSecond }) => perSecond),
    cpu: median(rounds.map(({ cpuMicros }) => cpuMicros)),
    p99: median(rounds.map(({ p99 }) => p99)),
    total: rounds.reduce((sum, { total }) => sum + total, 0),
  }))
  const [bare, warm] = all
  assert(bare && warm)
  const rows = all.map(({ contender, rates, cpu, p99, total }) => [
    contender.name,
    figure(median(rates)),
    medianRatio(rates, bare.rates).toFixed(2),
    medianRatio(warm.rates, rates).toFixed(2),
    figure(cpu),
    figure(p99),
    (transactions(contender) / total).toFixed(2),
    verdicts.get(contender) ?? '',
  ])
  const head = [
    'authenticated GET',
    'requests/s',
    'of bare',
    'Latchkey warm is × this',
    'CPU µs/request',
    'p99 ms',
    'transactions/request',
    'session deleted by SQL',
  ]
  return `${table(head, rows)}\n\n${connections} connections, ${rounds} rounds of ${seconds} s each.`
}

import assert from 'node:assert/strict'
import { startChild } from '../child.ts'
import { callOf, getSession, type Latchkey, signIn, startLatchkey } from '../latchkey.ts'
import type { Call } from '../load/call.ts'
import type { Pace, Paced } from '../load/pace.ts'
import { addPeople, addSessions, type MadeSession } from '../people.ts'
import { type Postgres, withClient } from '../postgres.ts'
import { figure, say, table } from '../report.ts'
import { interleave, median, medianRatio, type Plan, percentile } from '../rounds.ts'

const sessionsOfEach = 5
/** How many tokens take turns, so that each look-up reads another part of the table. */
const known = 2000

interface Table {
  readonly size: number
  readonly server: Latchkey
  readonly sessions: readonly MadeSession[]
}

const kinds = ['warm look-up', 'look-up that misses', 'sign-in'] as const
type Kind = (typeof kinds)[number]

/** Measures one call on one connection as the table of sessions grows. */
export async function growth(postgres: Postgres, plan: Plan): Promise<string> {
  const client = startChild('load/pace.ts')
  const tables: Table[] = []
  try {
    for (const size of plan.sizes) tables.push(await fill(postgres, size))
    const pairs = kinds.flatMap(kind => tables.map(table => ({ kind, table })))
    const measure = async ({ kind, table }: (typeof pairs)[number], seconds: number) => {
      const { latencies, statuses } = await client.ask<Paced>('pace', {
        calls: callsOf(kind, table),
        seconds,
      } satisfies Pace)
      assert.deepEqual(Object.keys(statuses), ['200'], `${kind}, ${table.size}`)
      return percentile(latencies, 0.5)
    }
    for (const pair of pairs) await measure(pair, plan.warmUpSeconds)
    const results = await interleave(pairs, plan.rounds, pair => measure(pair, plan.seconds))

    const [smallest] = tables
    const rows = kinds.map(kind => {
      const of = (table: Table | undefined) =>
        results.get(pairs.find(pair => pair.kind === kind && pair.table === table) as never) ?? []
      return [
        kind,
        ...tables.map(table => figure(median(of(table)))),
        ...tables.slice(1).map(table => medianRatio(of(table), of(smallest)).toFixed(2)),
      ]
    })
    const named = tables.map(({ size }) => size.toLocaleString('en-US'))
    const head = [
      'p50 of one call, ms, by rows in `sessions`',
      ...named,
      ...named.slice(1).map(name => `${name} : ${named[0]}`),
    ]
    return `${table(head, rows)}\n\n${plan.rounds} rounds of ${plan.seconds} s each, one connection.`
  } finally {
    await Promise.all([client.stop(), ...tables.map(({ server }) => server.stop())])
    for (const size of plan.sizes) await postgres.dropDatabase(`growth_${size}`)
  }
}

async function fill(postgres: Postgres, size: number): Promise<Table> {
  const url = await postgres.createLatchkeyDatabase(`growth_${size}`)
  const sessions = await withClient(url, async client => {
    await addPeople(client, size / sessionsOfEach)
    return addSessions(client, size, known)
  })
  say(`${size.toLocaleString('en-US')} sessions are in their table`)
  return { size, sessions, server: await startLatchkey(url, { environment: { SESSION_CACHE_SIZE: '1' } }) }
}

function callsOf(kind: Kind, { server, sessions }: Table): Call[] {
  if (kind === 'sign-in') return Array.from({ length: known }, (_, at) => callOf(server.port, signIn(at + 1)))
  const tokens = kind === 'warm look-up' ? sessions.slice(0, 1) : sessions
  return tokens.map(({ token }) => callOf(server.port, getSession(token)))
}

import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { startChild } from '../child.ts'
import { host } from '../contenders/answered.ts'
import { type Checked, type Checks, type SecondServiceBeginning, type Way, ways } from '../contenders/second-service.ts'
import { startLatchkey } from '../latchkey.ts'
import type { Usage } from '../offer.ts'
import { addPeople, addSessions, forge } from '../people.ts'
import { type Postgres, withClient } from '../postgres.ts'
import { figure, say, table } from '../report.ts'
import { interleave, median, medianRatio, type Plan } from '../rounds.ts'

const guardSecret = 'a secret of the second service of the bench'
/** So many checks take some 50 ms of processor time. */
const turns: Record<Way, number> = { guard: 20_000, HS256: 1_000, EdDSA: 500, introspection: 500 }
const names: Record<Way, string> = {
  guard: 'the guard, warm',
  HS256: 'a JWT verified by jose, HS256',
  EdDSA: 'a JWT verified by jose, EdDSA',
  introspection: 'a question to the API for each request',
}
/** The guard's lease, and the two seconds that a revocation may take with several API servers. */
const knownWithinMs = 4_000

/** Measures what it costs a second service to know whose request it has. */
export async function secondService(postgres: Postgres, plan: Plan): Promise<string> {
  const databaseUrl = await postgres.createLatchkeyDatabase('second_service')
  const [made] = await withClient(databaseUrl, async client => {
    await addPeople(client, 1)
    return addSessions(client, 1)
  })
  assert(made)
  // Not in production: there the API refuses plain http, and the proxy that ends TLS would be measured too.
  const environment = { NODE_ENV: 'test', GUARD_SECRETS: guardSecret }
  const api = await startLatchkey(databaseUrl, { environment })
  const service = startChild('contenders/second-service.ts')
  const check = (input: Checks) => service.ask<Checked>('check', input)
  try {
    const { token } = made
    const beginning = { api: `http://${host}:${api.port}`, guardSecret, token, forged: forge(token) }
    await service.ask('start', beginning satisfies SecondServiceBeginning)
    for (const way of ways) {
      const refused = await check({ way, count: 1, isForged: true })
      assert.equal(refused.accepted, 0, `${way} accepts a forged token`)
      await check({ way, count: 2 * turns[way] })
    }
    const results = await interleave(ways, plan.rounds, async way => {
      const count = turns[way]
      const before = await api.ask<Usage>('usage')
      const { accepted, cpuMicros } = await check({ way, count })
      const after = await api.ask<Usage>('usage')
      assert.equal(accepted, count, `${way} refused a live session`)
      // Only introspection makes the API work. What it does meanwhile for itself is no part of the others.
      const ofApi = way === 'introspection' ? (after.cpu - before.cpu) / count : 0
      say(`${names[way]}: ${figure(cpuMicros)} and ${figure(ofApi)} µs`)
      return { ofService: cpuMicros, ofApi, all: cpuMicros + ofApi }
    })
    await withClient(databaseUrl, client => client.query('update sessions set revoked_at = now()'))
    await setTimeout(knownWithinMs)
    const verdicts = new Map<Way, string>()
    for (const way of ways) {
      const { accepted } = await check({ way, count: 1 })
      assert.equal(
        accepted,
        way === 'guard' || way === 'introspection' ? 0 : 1,
        `${way}, after the session was revoked`,
      )
      verdicts.set(way, accepted === 0 ? 'refused' : 'still accepted')
    }
    return describe(results, verdicts, plan)
  } finally {
    await Promise.all([service.stop(), api.stop()])
    await postgres.dropDatabase('second_service')
  }
}

interface Round {
  readonly ofService: number
  readonly ofApi: number
  readonly all: number
}

function describe(results: Map<Way, Round[]>, verdicts: Map<Way, string>, { rounds }: Plan): string {
  const all = (way: Way) => (results.get(way) ?? []).map(({ all }) => all)
  const rows = [...results].map(([way, each]) => [
    names[way],
    figure(median(each.map(({ ofService }) => ofService))),
    figure(median(each.map(({ ofApi }) => ofApi))),
    medianRatio(all(way), all('guard')).toFixed(1),
    verdicts.get(way) ?? '',
  ])
  const head = [
    'a second service checks a request by',
    'its CPU, µs',
    'CPU of the API, µs',
    '× the guard',
    'a session revoked by SQL',
  ]
  return `${table(head, rows)}\n\n${rounds} rounds. Ratios are the median of those within each round.`
}

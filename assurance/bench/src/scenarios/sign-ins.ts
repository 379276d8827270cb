import assert from 'node:assert/strict'
import { startChild } from '../child.ts'
import type { Library } from '../contenders/hashing.ts'
import { signIn, startLatchkey } from '../latchkey.ts'
import type { Flood, Flooded } from '../load/flood.ts'
import { addPeople } from '../people.ts'
import { type Postgres, withClient } from '../postgres.ts'
import { figure, say, table } from '../report.ts'
import { interleave, median, medianRatio, type Plan } from '../rounds.ts'

/** Enough to keep every thread busy, and few enough that no request gets 503. */
const connections = 32
/** Many, because one person's sign-ins run one by one, and beyond 100 sessions each one ends another. */
const people = 2000

/** Measures sign-ins with the right password against plain hashing, with either library. */
export async function signIns(postgres: Postgres, plan: Plan): Promise<string> {
  const url = await postgres.createLatchkeyDatabase('sign_ins')
  await withClient(url, client => addPeople(client, people))
  const servers = { installed: await startLatchkey(url), reference: await startLatchkey(url, { argon2: 'reference' }) }
  const load = startChild('load/flood.ts')
  const hashing = startChild('contenders/hashing.ts')
  const threads = await hashing.ask<number>('threads')
  const fast = await hashing.ask<string>('nameOf', 'installed')
  const slow = await hashing.ask<string>('nameOf', 'reference')
  const requests = Array.from({ length: people }, (_, at) => signIn(at + 1))

  const latchkey = (library: Library) => async (seconds: number) => {
    const flood: Flood = { port: servers[library].port, connections, seconds, requests }
    const { perSecond, failures } = await load.ask<Flooded>('flood', flood)
    assert.deepEqual({ statuses: Object.keys(perSecond), failures }, { statuses: ['200'], failures: 0 }, 'sign-ins')
    return perSecond[200] ?? 0
  }
  const bare = (library: Library, threads: number) => (seconds: number) =>
    hashing.ask<number>('hash', { seconds, threads, library })
  const contenders = [
    { name: `${fast}, ${threads} hashes at once`, measure: bare('installed', threads) },
    { name: `${fast}, ${connections} at once, on Node’s 4 threads`, measure: bare('installed', connections) },
    { name: `${slow}, ${threads} hashes at once`, measure: bare('reference', threads) },
    { name: `Latchkey with ${fast}, sign-ins on ${connections} connections`, measure: latchkey('installed') },
    { name: `Latchkey with ${slow}, the same`, measure: latchkey('reference') },
  ]

  try {
    for (const { measure } of contenders) await measure(plan.warmUpSeconds)
    const results = await interleave(contenders, plan.rounds, async ({ name, measure }) => {
      const rate = await measure(plan.seconds)
      say(`${name}: ${figure(rate)} a second`)
      return rate
    })
    const [reference = []] = results.values()
    const rows = [...results].map(([{ name }, rates]) => [
      name,
      figure(median(rates)),
      medianRatio(rates, reference).toFixed(2),
    ])
    return `${table(['argon2id, 19 MiB, 2 passes', 'a second', 'of the first'], rows)}\n\n${plan.rounds} rounds of ${plan.seconds} s each.`
  } finally {
    await Promise.all([...Object.values(servers), load, hashing].map(child => child.stop()))
    await postgres.dropDatabase('sign_ins')
  }
}

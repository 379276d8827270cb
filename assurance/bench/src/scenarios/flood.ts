import { setTimeout } from 'node:timers/promises'
import { startChild } from '../child.ts'
import { callOf, getSession, signIn, startLatchkey } from '../latchkey.ts'
import type { Flood, Flooded } from '../load/flood.ts'
import type { Pace, Paced } from '../load/pace.ts'
import type { Usage } from '../offer.ts'
import { addPeople, addSessions } from '../people.ts'
import { type Postgres, withClient } from '../postgres.ts'
import { figure, table } from '../report.ts'
import { type Plan, percentile } from '../rounds.ts'

const attackers = 200
const people = 2000
const steadyPerSecond = 50
const sampleEveryMs = 250
const mebibyte = 2 ** 20

/** Measures a signed-in person's requests and the server's memory while 200 clients sign in as fast as they can. */
export async function flood(postgres: Postgres, { floodSeconds, warmUpSeconds }: Plan): Promise<string> {
  const url = await postgres.createLatchkeyDatabase('flood')
  const [session] = await withClient(url, async client => {
    await addPeople(client, people)
    return addSessions(client, 1)
  })
  const server = await startLatchkey(url)
  const attack = startChild('load/flood.ts')
  const client = startChild('load/pace.ts')
  const requests = Array.from({ length: people }, (_, at) => signIn(at + 1))
  const calls = [callOf(server.port, getSession(session?.token ?? ''))]
  const hammer = (seconds: number) =>
    attack.ask<Flooded>('flood', { port: server.port, connections: attackers, seconds, requests } satisfies Flood)
  const steady = (seconds: number) =>
    client.ask<Paced>('pace', { calls, seconds, perSecond: steadyPerSecond } satisfies Pace)

  try {
    await hammer(warmUpSeconds)
    await setTimeout(1000)
    const quiet = await steady(Math.max(2, floodSeconds / 4))
    const memory: number[] = []
    let isFlooding = true
    const sampling = (async () => {
      while (isFlooding) {
        memory.push((await server.ask<Usage>('usage')).rss / mebibyte)
        await setTimeout(sampleEveryMs)
      }
    })()
    sampling.catch(() => {})
    const flooding = hammer(floodSeconds)
    // The first moment counts too, when all clients arrive at once.
    const during = await steady(floodSeconds)
    const { perSecond } = await flooding
    isFlooding = false
    await sampling

    const row = (name: string, { latencies, statuses }: Paced) => [
      name,
      figure(percentile(latencies, 0.5)),
      figure(percentile(latencies, 0.99)),
      figure(Math.max(...latencies)),
      Object.entries(statuses)
        .map(([status, count]) => `${count} × ${status}`)
        .join(', '),
    ]
    const quarters = [0, 1, 2, 3].map(quarter =>
      memory.slice((quarter * memory.length) / 4, ((quarter + 1) * memory.length) / 4),
    )
    return [
      table(
        [`authenticated GET, ${steadyPerSecond} a second`, 'p50 ms', 'p99 ms', 'max ms', 'answers'],
        [row('alone', quiet), row(`while ${attackers} connections hammer sign-in`, during)],
      ),
      table(
        ['memory of the server (RSS, MiB)', ...quarters.map((_, at) => `quarter ${at + 1}`)],
        [
          ['median', ...quarters.map(samples => figure(percentile(samples, 0.5)))],
          ['most', ...quarters.map(samples => figure(Math.max(...samples)))],
        ],
      ),
      `The flood, ${floodSeconds} s with the right passwords, was answered ${Object.entries(perSecond)
        .map(([status, rate]) => `${figure(rate)} × ${status}`)
        .join(' and ')} a second. It does not wait as \`Retry-After\` asks.`,
    ].join('\n\n')
  } finally {
    await Promise.all([server.stop(), attack.stop(), client.stop()])
    await postgres.dropDatabase('flood')
  }
}

import assert from 'node:assert/strict'
import { startChild } from '../child.ts'
import { getSession, startLatchkey } from '../latchkey.ts'
import type { Flood, Flooded } from '../load/flood.ts'
import type { Usage } from '../offer.ts'
import { addPeople, addSessions } from '../people.ts'
import { type Postgres, withClient } from '../postgres.ts'
import { figure, table } from '../report.ts'

const cached = 100_000
/** Fills what every server needs before the first measurement. */
const warmUpSessions = 5000
const connections = 32

/** Measures the memory of a cached session. Each belongs to another person, which costs most. */
export async function memory(postgres: Postgres): Promise<string> {
  const url = await postgres.createLatchkeyDatabase('memory')
  const all = await withClient(url, async client => {
    await addPeople(client, cached + warmUpSessions)
    return addSessions(client, cached + warmUpSessions)
  })
  const server = await startLatchkey(url, {
    flags: ['--expose-gc'],
    environment: { SESSION_CACHE_SIZE: String(cached) },
  })
  const load = startChild('load/flood.ts')
  const fetchAll = async (from: number, to: number) => {
    const requests = all.slice(from, to).map(({ token }) => getSession(token))
    const flood: Flood = { port: server.port, connections, seconds: 0, amount: requests.length, requests }
    const { perSecond, total } = await load.ask<Flooded>('flood', flood)
    assert.deepEqual({ statuses: Object.keys(perSecond), total }, { statuses: ['200'], total: to - from })
  }
  try {
    await fetchAll(cached, cached + warmUpSessions)
    // Announces that everything may have changed, which empties the cache.
    await withClient(url, client => client.query(`select pg_notify(name, '*') from announcement_channel`))
    const before = await server.ask<Usage>('collect')
    await fetchAll(0, cached)
    const after = await server.ask<Usage>('collect')
    const inTable = await withClient(url, async client => {
      const { rows } = await client.query<{ bytes: string }>(`select pg_total_relation_size('sessions') as bytes`)
      return Number(rows[0]?.bytes) / all.length
    })
    const row = (name: string, bytes: number) => [name, figure(bytes / cached), figure(bytes / 2 ** 20)]
    return [
      table(
        [`${cached.toLocaleString('en-US')} sessions in the cache`, 'bytes a session', 'MiB in all'],
        [
          row('heap, after a collection', after.heapUsed - before.heapUsed),
          row('resident memory (RSS)', after.rss - before.rss),
        ],
      ),
      `In Postgres a session takes ${figure(inTable)} bytes, with its indexes.`,
    ].join('\n\n')
  } finally {
    await Promise.all([server.stop(), load.stop()])
    await postgres.dropDatabase('memory')
  }
}

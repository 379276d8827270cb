import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type Child, startChild } from '../child.ts'
import { getSession, startLatchkey } from '../latchkey.ts'
import type { Flood, Flooded } from '../load/flood.ts'
import type { Usage } from '../offer.ts'
import { addPeople, addSessions } from '../people.ts'
import { type Postgres, withClient } from '../postgres.ts'
import { figure, say, table } from '../report.ts'
import { interleave, median, medianRatio, type Plan } from '../rounds.ts'

const connections = 32
/** A turn is so many requests, not so many seconds: short, so that what else the machine does meets each contender alike. */
const requestsATurn = 2_000
const requestsToWarmUp = 20_000
/** Two processes of the same code may differ by a tenth, by how V8 compiled them. So each contender is started this often. */
const starts = 3

/** How much more processor time a warm request may take. */
const limits = { metrics: '6 %', 'traces, one in ten': '20 %' } as Record<string, string>

interface Contender {
  readonly name: string
  readonly child: Child
  readonly flood: Omit<Flood, 'amount'>
}

/** Measures what metrics and traces add to a warm request. Each is compared with the server without either in the same round. */
export async function observability(postgres: Postgres, plan: Plan): Promise<string> {
  const collector = await startCollector()
  const traces = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER: 'traceidratio' }
  // Nothing listens there: what counts is the counting. Prometheus asks four times a minute.
  const metrics = { METRICS_PORT: '9' }
  const databaseUrl = await postgres.createLatchkeyDatabase('observed')
  const [session] = await withClient(databaseUrl, async client => {
    await addPeople(client, 1)
    return addSessions(client, 1)
  })
  const requests = [getSession(session?.token ?? '')]
  const load = startChild('load/flood.ts')
  const environments = {
    neither: {},
    metrics,
    'traces, one in ten': { ...traces, OTEL_TRACES_SAMPLER_ARG: '0.1' },
    'traces, every request': { ...traces, OTEL_TRACES_SAMPLER_ARG: '1' },
    'metrics, and traces of one in ten': { ...metrics, ...traces, OTEL_TRACES_SAMPLER_ARG: '0.1' },
  }
  const all = new Map<string, Turn[]>()
  try {
    for (let started = 0; started < starts; started++) {
      const contenders: Contender[] = []
      try {
        for (const [name, environment] of Object.entries(environments)) {
          const child = await startLatchkey(databaseUrl, { environment })
          contenders.push({ name, child, flood: { port: child.port, connections, seconds: 0, requests } })
        }
        for (const { flood } of contenders) await load.ask<Flooded>('flood', { ...flood, amount: requestsToWarmUp })
        const results = await interleave(contenders, plan.rounds, contender => measure(load, contender))
        for (const [{ name }, turns] of results) all.set(name, [...(all.get(name) ?? []), ...turns])
      } finally {
        await Promise.all(contenders.map(({ child }) => child.stop()))
      }
    }
    assert(collector.spans() > 0, 'no span arrived')
    return describe(
      [...all].map(([name, turns]) => ({ name, turns })),
      plan,
    )
  } finally {
    collector.close()
    await load.stop()
    await postgres.dropDatabase('observed')
  }
}

/** Processor time of one request, in microseconds: all of it, and what the process itself took. */
interface Turn {
  readonly cpu: number
  readonly user: number
}

async function measure(load: Child, { name, child, flood }: Contender): Promise<Turn> {
  const before = await child.ask<Usage>('usage')
  const { perSecond, total, failures } = await load.ask<Flooded>('flood', { ...flood, amount: requestsATurn })
  const after = await child.ask<Usage>('usage')
  assert.deepEqual({ statuses: Object.keys(perSecond), failures }, { statuses: ['200'], failures: 0 }, name)
  const turn = { cpu: (after.cpu - before.cpu) / total, user: (after.user - before.user) / total }
  say(`${name}: ${figure(turn.cpu)} µs`)
  return turn
}

/** Takes spans on the same machine, as a collector beside the server would. */
async function startCollector() {
  let spans = 0
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    spans += body.split('"spanId"').length - 1
    response.setHeader('content-type', 'application/json').end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    spans: () => spans,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

interface Measured {
  readonly name: string
  readonly turns: readonly Turn[]
}

function describe(all: readonly Measured[], plan: Plan): string {
  const [neither] = all
  assert(neither)
  const cpu = (of: Measured) => of.turns.map(({ cpu }) => cpu)
  const user = (of: Measured) => of.turns.map(({ user }) => user)
  const more = (of: Measured, time: (of: Measured) => number[]) =>
    of === neither ? '' : `${((medianRatio(time(of), time(neither)) - 1) * 100).toFixed(1)} %`
  const rows = all.map(each => [
    each.name,
    figure(median(cpu(each))),
    more(each, cpu),
    figure(median(user(each))),
    more(each, user),
    limits[each.name] ?? '',
  ])
  const head = ['a warm request with', 'CPU µs', 'more', 'of it outside the kernel, µs', 'more', 'allowed']
  return `${table(head, rows)}\n\n${starts} starts, ${plan.rounds} rounds each, ${requestsATurn} requests a turn on ${connections} connections. Ratios are the median of those within each round.`
}

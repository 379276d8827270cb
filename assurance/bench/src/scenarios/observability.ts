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
/** Turns are short, so there are more of them. */
const roundsFor = ({ rounds }: Plan) => 3 * rounds

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
  const contenders: Contender[] = []
  const start = async (name: string, environment: Record<string, string>) => {
    const child = await startLatchkey(databaseUrl, { environment })
    contenders.push({ name, child, flood: { port: child.port, connections, seconds: 0, requests } })
  }
  try {
    await start('neither', {})
    await start('metrics', metrics)
    await start('traces, one in ten', { ...traces, OTEL_TRACES_SAMPLER_ARG: '0.1' })
    await start('traces, every request', { ...traces, OTEL_TRACES_SAMPLER_ARG: '1' })
    await start('metrics, and traces of one in ten', { ...metrics, ...traces, OTEL_TRACES_SAMPLER_ARG: '0.1' })
    for (const { flood } of contenders) await load.ask<Flooded>('flood', { ...flood, amount: requestsToWarmUp })

    const results = await interleave(contenders, roundsFor(plan), async ({ name, child, flood }) => {
      const before = await child.ask<Usage>('usage')
      const { perSecond, total, failures } = await load.ask<Flooded>('flood', { ...flood, amount: requestsATurn })
      const after = await child.ask<Usage>('usage')
      assert.deepEqual({ statuses: Object.keys(perSecond), failures }, { statuses: ['200'], failures: 0 }, name)
      const turn = { cpu: (after.cpu - before.cpu) / total, user: (after.user - before.user) / total }
      say(`${name}: ${figure(turn.cpu)} µs`)
      return turn
    })
    assert(collector.spans() > 0, 'no span arrived')
    return describe(
      [...results].map(([{ name }, rounds]) => ({ name, rounds })),
      plan,
    )
  } finally {
    collector.close()
    await Promise.all([load.stop(), ...contenders.map(({ child }) => child.stop())])
    await postgres.dropDatabase('observed')
  }
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
  readonly rounds: readonly { readonly cpu: number; readonly user: number }[]
}

function describe(all: readonly Measured[], plan: Plan): string {
  const [neither] = all
  assert(neither)
  const cpu = (of: Measured) => of.rounds.map(({ cpu }) => cpu)
  const user = (of: Measured) => of.rounds.map(({ user }) => user)
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
  return `${table(head, rows)}\n\n${roundsFor(plan)} rounds of ${requestsATurn} requests on ${connections} connections. Ratios are the median of those within each round.`
}

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

/** What the issue allows: how much more processor time, and less throughput, a warm request may cost. */
const limits = { metrics: '6 %', 'traces, one in ten': '20 %' } as Record<string, string>

interface Contender {
  readonly name: string
  readonly child: Child
  readonly flood: Omit<Flood, 'seconds'>
}

/** Measures what metrics and traces add to a warm request. Each is compared with the server without either in the same round. */
export async function observability(postgres: Postgres, plan: Plan): Promise<string> {
  const collector = await startCollector()
  const traces = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER: 'traceidratio' }
  // Nothing listens there: what counts is the counting. Prometheus asks four times a minute.
  const metrics = { METRICS_PORT: '9' }
  const load = startChild('load/flood.ts')
  const contenders: Contender[] = []
  const start = async (name: string, environment: Record<string, string>) => {
    const databaseUrl = await postgres.createLatchkeyDatabase(`observed_${contenders.length}`)
    const [session] = await withClient(databaseUrl, async client => {
      await addPeople(client, 1)
      return addSessions(client, 1)
    })
    const child = await startLatchkey(databaseUrl, { environment })
    const flood = { port: child.port, connections, requests: [getSession(session?.token ?? '')] }
    contenders.push({ name, child, flood })
  }
  try {
    await start('neither', {})
    await start('metrics', metrics)
    await start('traces, one in ten', { ...traces, OTEL_TRACES_SAMPLER_ARG: '0.1' })
    await start('traces, every request', { ...traces, OTEL_TRACES_SAMPLER_ARG: '1' })
    await start('metrics, and traces of one in ten', { ...metrics, ...traces, OTEL_TRACES_SAMPLER_ARG: '0.1' })
    for (const { flood } of contenders) await load.ask<Flooded>('flood', { ...flood, seconds: plan.warmUpSeconds })

    const results = await interleave(contenders, plan.rounds, async ({ name, child, flood }) => {
      const used = await child.ask<Usage>('usage')
      const { perSecond, total, failures } = await load.ask<Flooded>('flood', { ...flood, seconds: plan.seconds })
      const { cpu } = await child.ask<Usage>('usage')
      assert.deepEqual({ statuses: Object.keys(perSecond), failures }, { statuses: ['200'], failures: 0 }, name)
      say(`${name}: ${figure(perSecond[200] ?? 0)} a second`)
      return { perSecond: perSecond[200] ?? 0, cpuMicros: (cpu - used.cpu) / total }
    })
    assert(collector.spans() > 0, 'no span arrived')
    return describe(
      [...results].map(([{ name }, rounds]) => ({ name, rounds })),
      plan,
    )
  } finally {
    collector.close()
    await Promise.all([load.stop(), ...contenders.map(({ child }) => child.stop())])
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
  readonly rounds: readonly { readonly perSecond: number; readonly cpuMicros: number }[]
}

function describe(all: readonly Measured[], { rounds, seconds }: Plan): string {
  const [neither] = all
  assert(neither)
  const rates = (of: Measured) => of.rounds.map(({ perSecond }) => perSecond)
  const cpu = (of: Measured) => of.rounds.map(({ cpuMicros }) => cpuMicros)
  const percent = (ratio: number) => `${((ratio - 1) * 100).toFixed(1)} %`
  const rows = all.map(each => [
    each.name,
    figure(median(rates(each))),
    medianRatio(rates(each), rates(neither)).toFixed(2),
    figure(median(cpu(each))),
    each === neither ? '' : percent(medianRatio(cpu(each), cpu(neither))),
    limits[each.name] ?? '',
  ])
  const head = ['a warm request with', 'requests/s', 'of neither', 'CPU µs/request', 'more CPU', 'allowed']
  return `${table(head, rows)}\n\n${connections} connections, ${rounds} rounds of ${seconds} s each. Ratios are the median of those within each round.`
}

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { withinTime } from './limited-read.ts'
import { type Counted, type Measure, otherValue, type Read, type Readings } from './measure.ts'
import type { Metrics } from './metrics.ts'

/** From a request that memory answers to the longest that a request waits for a database. */
const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
/** Prometheus itself waits for 10 s by default. */
const readWithinMs = 1000

/** The metrics on prom-client, in a registry of their own, with those of the process and of Node. */
export function prometheusMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const counted = new Map<string, Counter | Gauge>()
  const readers: (() => Promise<void>)[] = []
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'latchkey_request_duration_seconds',
    help: 'How long requests took, by method, route and status. Event streams are not included.',
    labelNames: ['method', 'route', 'status'],
    buckets: durationBuckets,
    registers,
  })
  const failures = new Gauge({
    name: 'latchkey_readings_failed',
    help: 'Whether a metric is missing because it could not be read in time: 1 if so.',
    labelNames: ['reading'],
    registers,
  })

  function startCounting({ kind, name, help, labels }: Counted): Counter | Gauge {
    const Kind = kind === 'counter' ? Counter : Gauge
    const metric = new Kind({ name, help, labelNames: Object.keys(labels), registers })
    for (const values of everySetOf(labels)) metric.inc(values, 0)
    counted.set(name, metric)
    return metric
  }

  function startReading({ name, help, labels, read }: Read): void {
    const gauge = new Gauge({ name, help, labelNames: Object.keys(labels), registers })
    const limited = withinTime(read, readWithinMs)
    readers.push(async () => {
      const found = await limited()
      failures.set({ reading: name }, found === null ? 1 : 0)
      gauge.reset()
      if (found === null) gauge.remove({})
      else if (typeof found === 'number') gauge.set(found)
      else setEach(gauge, labels, found)
    })
  }

  return {
    register(measures: readonly Measure[]) {
      for (const measure of measures) {
        if (measure.kind === 'read') startReading(measure)
        else if (!counted.has(measure.name)) startCounting(measure)
      }
    },
    count(measure, labels = {}, by = 1) {
      const metric = counted.get(measure.name) ?? startCounting(measure)
      metric.inc(listed(measure.labels, labels), by)
    },
    observeRequest: ({ method, route, status }, seconds) => durations.observe({ method, route, status }, seconds),
    async text() {
      await Promise.all(readers.map(read => read()))
      return registry.metrics()
    },
    contentType: registry.contentType,
  }
}

/**
 * The label values, with each that is not listed replaced. So there are never more series than listed. A plain loop,
 * because every request runs it.
 */
function listed(labels: Counted['labels'], values: Readonly<Record<string, string>>): Record<string, string> {
  const set: Record<string, string> = {}
  for (const label in labels) {
    const value = values[label] ?? otherValue
    set[label] = labels[label]?.includes(value) ? value : otherValue
  }
  return set
}

/** Kinds that were not found are at zero. Of several that are not listed, the largest counts. */
function setEach(gauge: Gauge, labels: Counted['labels'], found: Exclude<Readings, number>): void {
  const others = new Map<string, number>()
  for (const values of everySetOf(labels)) gauge.set(values, 0)
  for (const { labels: values, value } of found) {
    const set = listed(labels, values)
    const key = JSON.stringify(set)
    others.set(key, Math.max(value, others.get(key) ?? value))
    gauge.set(set, others.get(key) ?? value)
  }
}

function everySetOf(labels: Counted['labels']): Record<string, string>[] {
  let sets: Record<string, string>[] = [{}]
  for (const [label, values] of Object.entries(labels))
    sets = sets.flatMap(set => values.map(value => ({ ...set, [label]: value })))
  return sets
}

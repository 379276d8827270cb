import { afterAll } from 'vitest'
import { measuresOf } from '../src/platform/feature.ts'
import { serveMetrics } from '../src/platform/metrics/listen.ts'
import { prometheusMetrics } from '../src/platform/metrics/prometheus.ts'
import { scrape } from './scrape.ts'
import { testApi } from './test.ts'
import type { Options } from './test-deps.ts'

/** An API that measures as `main.ts` lets it, and a server for its metrics; both close when the test file ends. */
export async function measuredApi(options: Options = {}) {
  const metrics = prometheusMetrics()
  const api = await testApi({ ...options, deps: { ...options.deps, metrics } })
  metrics.register(measuresOf(api.deps))
  const server = await serveMetrics(metrics, { metricsHost: '127.0.0.1', metricsPort: 0 })
  afterAll(() => server.close())
  return { api, port: server.port, samples: async () => (await scrape(server.port)).samples }
}

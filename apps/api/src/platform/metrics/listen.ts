import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listenError } from '../http/listen.ts'
import type { Settings } from '../settings/settings.ts'
import type { Metrics } from './metrics.ts'

/** A few Prometheus servers, and a person who looks. */
const mostConnections = 20
const requestTimeoutMs = 5000

interface MetricsServer {
  readonly port: number
  close(): void
}

/**
 * Answers `GET /metrics` on METRICS_HOST and METRICS_PORT, apart from people's requests: no proxy leads there, and a flood of requests
 * takes none of its connections.
 * @throws {SettingsError} naming the setting to change
 */
export async function serveMetrics(
  metrics: Metrics,
  { metricsHost: host, metricsPort: port }: Pick<Settings, 'metricsHost' | 'metricsPort'>,
): Promise<MetricsServer> {
  const server = createServer({ requestTimeout: requestTimeoutMs }, (request, response) => {
    answer(metrics, request, response).catch(() => response.destroy())
  })
  server.maxConnections = mostConnections
  server.listen({ host, port })
  await once(server, 'listening').catch(error => {
    throw listenError(error, `METRICS_PORT ${port}`, host, { host: 'METRICS_HOST', port: 'METRICS_PORT' })
  })
  return {
    port: (server.address() as { port: number }).port,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function answer(metrics: Metrics, { url, method = '' }: IncomingMessage, response: ServerResponse) {
  response.setHeader('cache-control', 'no-store').setHeader('x-content-type-options', 'nosniff')
  if (url?.split('?', 1)[0] !== '/metrics') return response.writeHead(404).end()
  if (!['GET', 'HEAD'].includes(method)) return response.writeHead(405, { allow: 'GET, HEAD' }).end()
  const text = await metrics.text()
  return response.writeHead(200, { 'content-type': metrics.contentType }).end(text)
}

import type { FastifyInstance } from 'fastify'
import { otherValue } from './measure.ts'
import type { Metrics } from './metrics.ts'

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
/** Stands for all files of the web app: their names change with each build. */
const files = 'files'
/** Stands for all paths without a route. */
const unknown = 'unknown'

const isFile = (url: string) => !url.startsWith('/api/') && !url.startsWith('/.well-known/') && /\.[^/]+$/.test(url)

/** Measures each request by the pattern of its route, never by its path, which may hold a token or an id. */
export function measureRequests(app: FastifyInstance, metrics: Metrics): void {
  const labels = new Map<string, string>()
  app.addHook('onRoute', ({ url }) => void labels.set(url, isFile(url) ? files : url))
  app.addHook('onResponse', (request, reply, done) => {
    const { url = '', config } = request.routeOptions
    // An open stream lasts for hours.
    if (!(config.isEventStream && reply.statusCode === 200))
      metrics.observeRequest(
        {
          method: methods.has(request.method) ? request.method : otherValue,
          route: labels.get(url) ?? unknown,
          status: reply.statusCode,
        },
        reply.elapsedTime / 1000,
      )
    done()
  })
}

import Fastify, { type FastifyInstance, LogController } from 'fastify'
import type { Deps } from './deps.ts'
import * as health from './health/routes.ts'
import { apiHeaders } from './http/headers.ts'
import { requireHttps } from './http/https.ts'
import { onlyJsonBodies } from './http/json-body.ts'
import { servePages } from './http/pages.ts'
import { answerUnparsable, sendProblem } from './http/problems.ts'
import { refuseForeignOrigin } from './http/same-origin.ts'
import * as privateExample from './private/routes.ts'
import { guard } from './sessions/guard.ts'
import * as sessions from './sessions/routes.ts'
import * as signIn from './sign-in/routes.ts'

const bodyLimitBytes = 16 * 1024
const requestTimeoutMs = 10_000

/** The server with every plugin and feature, in order; it listens to nothing yet. */
export async function createApp(deps: Deps): Promise<FastifyInstance> {
  const { settings } = deps
  const headers = apiHeaders(settings)
  const app = Fastify({
    loggerInstance: deps.log,
    // A load balancer asks for its health every second; nobody wants to read that.
    logController: new LogController({
      disableRequestLogging: request => request.url.startsWith('/api/health/'),
      requestIdLogLabel: 'requestId',
    }),
    // An id that a client chose could impersonate another request in the log.
    requestIdHeader: false,
    genReqId: () => crypto.randomUUID(),
    trustProxy: settings.trustProxy,
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    connectionTimeout: requestTimeoutMs,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 256 },
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply) => sendProblem(error, request, reply.headers(headers)),
    clientErrorHandler: answerUnparsable(headers),
  })

  onlyJsonBodies(app)
  app.decorateRequest('principal', null)
  app.setErrorHandler(sendProblem)
  // Without promises: every request comes through here.
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('x-request-id', request.id)
    try {
      if (requireHttps(settings, request, reply)) return
      refuseForeignOrigin(settings, request)
    } catch (error) {
      return done(error as Error)
    }
    done()
  })

  await app.register(async open => {
    health.publicRoutes(open, deps)
    signIn.publicRoutes(open, deps)
    sessions.publicRoutes(open, deps)
  })
  await app.register(async restricted => {
    restricted.addHook('onRequest', guard(deps))
    sessions.restrictedRoutes(restricted, deps)
    privateExample.restrictedRoutes(restricted)
  })
  await servePages(app, settings)
  return app
}

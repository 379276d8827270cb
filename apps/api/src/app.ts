import Fastify, { type FastifyInstance, type FastifyReply, LogController } from 'fastify'
import { guard } from './auth/sessions/guard.ts'
import type { Deps } from './deps.ts'
import { ApiError, unavailable } from './platform/errors.ts'
import { useCookies } from './platform/http/cookies.ts'
import { answerCors } from './platform/http/cors.ts'
import { apiHeaders } from './platform/http/headers.ts'
import { requireHttps } from './platform/http/https.ts'
import { onlyJsonBodies } from './platform/http/json-body.ts'
import { servePages } from './platform/http/pages.ts'
import { isApi, isHealth } from './platform/http/path.ts'
import { answerUnparsable, sendProblem } from './platform/http/problems.ts'
import { trustedProxies } from './platform/http/proxies.ts'
import { refuseForeignOrigin } from './platform/http/same-origin.ts'
import { serveWellKnown } from './platform/http/well-known.ts'

const bodyLimitBytes = 16 * 1024
/** The time to receive a request. A silent connection is closed later, so that an error response can still be sent. */
const requestTimeoutMs = 10_000
const connectionTimeoutMs = 15_000
/** Open sockets: 10,000 event streams, and room for requests. Further connections are closed. */
const mostConnections = 15_000
/** How often Node checks these timeouts, in milliseconds. Its default of 30 s would turn 10 s into up to 40 s. */
const connectionsCheckingInterval = 1000

/** The server with every plugin and feature, in order; it does not listen yet. */
export async function createApp(deps: Deps): Promise<FastifyInstance> {
  const { settings } = deps
  const headers = apiHeaders(settings)
  const app = Fastify({
    loggerInstance: deps.log,
    logController: new LogController({ requestIdLogLabel: 'requestId' }),
    // A client could choose another request's id, and imitate it in the log.
    requestIdHeader: false,
    genReqId: requestIds(),
    trustProxy: trustedProxies(settings.trustProxy),
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    // Node's default for headers is longer than our request timeout. Node then swaps the two, and a body would have a minute.
    http: { headersTimeout: requestTimeoutMs, connectionsCheckingInterval },
    connectionTimeout: connectionTimeoutMs,
    forceCloseConnections: 'idle',
    // The hook below refuses requests with a problem.
    return503OnClosing: false,
    // The router would answer a longer parameter before the guard runs.
    routerOptions: { maxParamLength: 16_384 },
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply) =>
      sendProblem(error, request, reply.headers(headers).header('x-request-id', request.id)),
    clientErrorHandler: answerUnparsable(headers),
  })

  app.server.maxConnections = mostConnections
  onlyJsonBodies(app)
  await useCookies(app)
  app.decorateRequest('signedIn', null)
  app.setErrorHandler(sendProblem)
  let isClosing = false
  app.addHook('preClose', done => {
    isClosing = true
    done()
  })
  // Without promises, because every request runs it.
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('x-request-id', request.id)
    try {
      if (requireHttps(settings, request, reply)) return
      if (isClosing) refuseNewWork(reply)
      if (!deps.startup.isDone && isApi(request) && !isHealth(request)) throw unavailable()
      if (answerCors(settings, request, reply)) return
      refuseForeignOrigin(settings, request)
    } catch (error) {
      return done(error as Error)
    }
    done()
  })

  const quiet = { logLevel: ['error', 'fatal', 'silent'].includes(settings.logLevel) ? settings.logLevel : 'warn' }
  for (const { publicRoutes, isQuiet } of deps.features) {
    const scope = async (app: FastifyInstance) => publicRoutes?.(app, deps)
    await (isQuiet ? app.register(scope, quiet) : app.register(scope))
  }
  await app.register(async restricted => {
    guard(restricted, deps)
    for (const { restrictedRoutes } of deps.features) restrictedRoutes?.(restricted, deps)
    // An unknown path is 404 for signed-in users. The guard answers 401 to all others, so they learn nothing.
    restricted.all('/api/restricted/*', () => {
      throw new ApiError('not_found')
    })
  })
  serveWellKnown(app, settings, deps.clock)
  await servePages(app, settings)
  return app
}

function refuseNewWork(reply: FastifyReply): never {
  reply.header('connection', 'close')
  throw unavailable()
}

/** Creates request ids that are unique across servers and restarts. They need not be secret. */
function requestIds(): () => string {
  const start = crypto.randomUUID().slice(0, 18)
  let count = 0
  return () => `${start}-${(++count).toString(36)}`
}

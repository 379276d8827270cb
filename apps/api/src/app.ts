import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { guard } from './auth/sessions/guard.ts'
import type { Deps } from './deps.ts'
import { ApiError, unavailable } from './platform/errors.ts'
import { useCookies } from './platform/http/cookies.ts'
import { answerCors } from './platform/http/cors.ts'
import { apiHeaders } from './platform/http/headers.ts'
import { requireHttps } from './platform/http/https.ts'
import { onlyJsonBodies } from './platform/http/json-body.ts'
import { requireOneHost } from './platform/http/one-host.ts'
import { otherHosts } from './platform/http/other-host.ts'
import { otherMethods } from './platform/http/other-methods.ts'
import { servePages } from './platform/http/pages.ts'
import { isApi, isHealth, isRestricted } from './platform/http/path.ts'
import { sendProblem } from './platform/http/problems.ts'
import { proxyWarnings } from './platform/http/proxy-warnings.ts'
import { refuseForeignOrigin } from './platform/http/same-origin.ts'
import { serverOptions } from './platform/http/server-options.ts'
import { serveWellKnown } from './platform/http/well-known.ts'
import { measureRequests } from './platform/metrics/requests.ts'

/** Open sockets: 10,000 event streams, and room for requests. Further connections are closed. */
const mostConnections = 15_000

/** The server with every plugin and feature, in order; it does not listen yet. */
export async function createApp(deps: Deps): Promise<FastifyInstance> {
  const { settings } = deps
  const app = Fastify(serverOptions(deps))
  app.server.maxConnections = mostConnections
  onlyJsonBodies(app)
  await useCookies(app)
  app.decorateRequest('signedIn', null)
  app.setErrorHandler(sendProblem)
  if (deps.metrics) measureRequests(app, deps.metrics)
  deps.tracing?.follow(app)
  checkEveryRequest(app, deps)
  const answerOtherMethods = otherMethods(app)

  const quiet = { logLevel: ['error', 'fatal', 'silent'].includes(settings.logLevel) ? settings.logLevel : 'warn' }
  for (const { publicRoutes, isQuiet } of deps.features) {
    const scope = async (app: FastifyInstance) => publicRoutes?.(app, deps)
    await (isQuiet ? app.register(scope, quiet) : app.register(scope))
  }
  await app.register(async restricted => {
    guard(restricted, deps)
    for (const { restrictedRoutes } of deps.features) restrictedRoutes?.(restricted, deps)
    answerOtherMethods(restricted, isRestricted)
    // An unknown path is 404 for signed-in users. The guard answers 401 to all others, so they learn nothing.
    restricted.all('/api/restricted/*', () => {
      throw new ApiError('not_found')
    })
  })
  serveWellKnown(app, settings, deps.clock)
  await servePages(app, settings)
  answerOtherMethods(app, url => !isRestricted(url))
  return app
}

/** Sets the headers of every answer, and refuses a request that no endpoint may see. */
function checkEveryRequest(app: FastifyInstance, deps: Deps): void {
  const { settings, startup, clock } = deps
  const headers = apiHeaders(settings)
  const warnOfProxy = proxyWarnings(deps)
  const leadToAppUrl = otherHosts(deps)
  let isClosing = false
  app.addHook('preClose', done => {
    isClosing = true
    done()
  })
  // Without promises, because every request runs it.
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('x-request-id', request.id)
    try {
      warnOfProxy(request)
      requireOneHost(request)
      if (requireHttps(settings, request, reply)) return
      if (leadToAppUrl(request, reply)) return
      if (isClosing) refuseNewWork(reply)
      const isReady = startup.isDone && clock.isTrusted()
      if (!isReady && isApi(request) && !isHealth(request)) throw unavailable()
      if (answerCors(settings, request, reply)) return
      refuseForeignOrigin(settings, request)
    } catch (error) {
      return done(error as Error)
    }
    done()
  })
}

function refuseNewWork(reply: FastifyReply): never {
  reply.header('connection', 'close')
  throw unavailable()
}

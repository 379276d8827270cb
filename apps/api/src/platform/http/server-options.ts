import type { Server } from 'node:http'
import { type FastifyHttpOptions, LogController } from 'fastify'
import type { Deps } from '../../deps.ts'
import { apiHeaders } from './headers.ts'
import type { Log } from './log.ts'
import { answerUnparsable, sendProblem } from './problems.ts'
import { trustedProxies } from './proxies.ts'

const bodyLimitBytes = 16 * 1024
/** The time to send a request. A silent connection is closed later, so that there is time to answer 408 first. */
const requestTimeoutMs = 10_000
const connectionTimeoutMs = 15_000
/** How often Node checks for requests that took too long. With its default of 30 seconds, a request could take 40 instead of 10. */
const connectionsCheckingIntervalMs = 1000

/** The options of Fastify: its log, its limits, and the answers that it sends before any handler runs. */
export function serverOptions({ settings, log }: Pick<Deps, 'settings' | 'log'>) {
  const headers = apiHeaders(settings)
  return {
    loggerInstance: log,
    logController: new LogController({ requestIdLogLabel: 'requestId' }),
    // A client must not choose the id: it could imitate another request in the log.
    requestIdHeader: false,
    genReqId: requestIds(),
    trustProxy: trustedProxies(settings.trustProxy),
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    // Node swaps the two timeouts if headers have longer. With its default of a minute, a body would then have a minute.
    http: { headersTimeout: requestTimeoutMs, connectionsCheckingInterval: connectionsCheckingIntervalMs },
    connectionTimeout: connectionTimeoutMs,
    forceCloseConnections: 'idle',
    // We refuse these requests ourselves, with a problem.
    return503OnClosing: false,
    // We check the length ourselves: the router would answer a longer parameter before the guard does.
    routerOptions: { maxParamLength: 16_384 },
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply) =>
      sendProblem(error, request, reply.headers(headers).header('x-request-id', request.id)),
    clientErrorHandler: answerUnparsable(headers),
  } satisfies FastifyHttpOptions<Server, Log>
}

/** Makes ids that are unique over all servers and restarts. They only name requests, so they need not be secret. */
function requestIds(): () => string {
  const start = crypto.randomUUID().slice(0, 18)
  let count = 0
  return () => `${start}-${(++count).toString(36)}`
}

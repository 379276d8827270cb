import type { Server } from 'node:http'
import type { FastifyHttpOptions } from 'fastify'
import type { Deps } from '../../deps.ts'
import { apiHeaders } from './headers.ts'
import type { Log } from './log.ts'
import { answerUnparsable, sendProblem } from './problems.ts'
import { trustedProxies } from './proxies.ts'
import { RequestLog } from './request-log.ts'

const bodyLimitBytes = 16 * 1024
/** The time to receive a request. A silent connection is closed later, so that an error response can still be sent. */
const requestTimeoutMs = 10_000
const connectionTimeoutMs = 15_000
/** How often Node checks these timeouts. Its default of 30 s would turn 10 s into up to 40 s. */
const connectionsCheckingIntervalMs = 1000

/** The options of Fastify: its log, its limits, and the answers that it sends before any handler runs. */
export function serverOptions({ settings, log, tracing }: Pick<Deps, 'settings' | 'log' | 'tracing'>) {
  const headers = apiHeaders(settings)
  return {
    loggerInstance: log,
    logController: new RequestLog(tracing),
    // A client could choose another request's id, and imitate it in the log.
    requestIdHeader: false,
    genReqId: requestIds(),
    trustProxy: trustedProxies(settings.trustProxy),
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    // Node's default for headers is longer than our request timeout. Node then swaps the two, and a body would have a minute.
    // By default Node keeps the first of two equal headers, and a proxy may have checked the second. Joined, they match nothing.
    http: {
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: connectionsCheckingIntervalMs,
      joinDuplicateHeaders: true,
      // `requireOneHost` refuses it with a problem. Node would answer without any of our headers.
      requireHostHeader: false,
    },
    connectionTimeout: connectionTimeoutMs,
    // Not counted by headersTimeout, which begins with the first byte of a request.
    keepAliveTimeout: settings.keepAliveTimeout,
    forceCloseConnections: 'idle',
    // `checkEveryRequest` refuses these requests with a problem.
    return503OnClosing: false,
    // The router would answer a longer parameter before the guard runs.
    routerOptions: { maxParamLength: 16_384 },
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply) =>
      sendProblem(error, request, reply.headers(headers).header('x-request-id', request.id)),
    clientErrorHandler: answerUnparsable(headers),
  } satisfies FastifyHttpOptions<Server, Log>
}

/** Creates request ids that are unique across servers and restarts. They need not be secret. */
function requestIds(): () => string {
  const start = crypto.randomUUID().slice(0, 18)
  let count = 0
  return () => `${start}-${(++count).toString(36)}`
}

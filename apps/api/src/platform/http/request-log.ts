import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { readTraceparent } from '../tracing/traceparent.ts'
import type { Tracing } from '../tracing/tracing.ts'

/**
 * The lines about a request, all with its id. If it belongs to a trace, they also have the id of the trace, so that they are found beside
 * the lines of the services before this one. Nothing else of the header is logged.
 */
export class RequestLog extends LogController {
  readonly #tracing: Tracing | null

  constructor(tracing: Tracing | null) {
    super({ requestIdLogLabel: 'requestId' })
    this.#tracing = tracing
  }

  override incomingRequest(request: FastifyRequest, reply: FastifyReply): void {
    const traceId = this.#tracing
      ? this.#tracing.begin(request)
      : (readTraceparent(request.raw.headers.traceparent)?.traceId ?? null)
    if (traceId !== null) reply.log = request.log = request.log.child({ traceId })
    super.incomingRequest(request, reply)
  }
}

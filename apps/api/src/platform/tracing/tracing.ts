import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Log } from '../http/log.ts'
import type { Settings } from '../settings/settings.ts'

/** Spans of requests, and of the work inside them. Only there with OTEL_EXPORTER_OTLP_ENDPOINT. */
export interface Tracing {
  /** Begins the span of a request, and continues the caller's trace. Returns the id of the trace; null if it is neither traced here nor elsewhere. */
  begin(request: FastifyRequest): string | null
  /** Ends the span of every request, and leads to it what its hooks and handlers do. */
  follow(app: FastifyInstance): void
  /**
   * Does the work in a span of its own, if the request is traced. The name is fixed in the code: never put in it what a person sent. Of an
   * error only the fact is kept, since its message may hold an address.
   */
  span<T>(name: string, work: () => Promise<T>): Promise<T>
  /** Sends what waits, for at most a second and a half. Never throws. */
  close(): Promise<void>
}

/** Opens the tracing if a collector is set. Otherwise null, and no package is loaded. */
export const openTracing = async ({ traces }: Pick<Settings, 'traces'>, log: Log): Promise<Tracing | null> =>
  traces === null ? null : (await import('./otlp.ts')).otlpTracing(traces, log)

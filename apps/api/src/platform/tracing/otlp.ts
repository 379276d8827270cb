import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout } from 'node:timers/promises'
import { programName } from '@latchkey/contracts/technical'
import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { AlwaysOnSampler, BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Log } from '../http/log.ts'
import type { TraceSettings } from '../settings/telemetry-values.ts'
import { reportFailures } from './report-failures.ts'
import { readTraceparent, type TraceParent } from './traceparent.ts'
import type { Tracing } from './tracing.ts'

/** A collector that is away must delay no stop. The exporter's own limit is ten seconds. */
const exportTimeoutMs = 1000
const closeWithinMs = 1500

/**
 * Sends spans by OTLP over HTTP, in batches, in the background. Nothing is registered globally, so packages that trace by themselves, such
 * as pg-boss with each poll, write nothing.
 */
export function otlpTracing({ url, headers, serviceName, share, followsParent }: TraceSettings, log: Log): Tracing {
  const exporter = new OTLPTraceExporter({ url: url.href, headers, timeoutMillis: exportTimeoutMs })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    // `isKept` has decided, before anything is made for a request that is not kept.
    sampler: new AlwaysOnSampler(),
    spanProcessors: [new BatchSpanProcessor({ exporter: reportFailures(exporter, log) })],
  })
  const tracer = provider.getTracer(programName)
  const spans = new WeakMap<FastifyRequest, Span>()
  const current = new AsyncLocalStorage<Span>()

  /** Drawn by chance, not from the id of the trace: a client could choose one that is always kept. */
  const isKept = (parent: TraceParent | null) =>
    parent !== null && followsParent ? parent.isSampled : Math.random() < share

  function enter(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
    const span = spans.get(request)
    if (span) current.run(span, done)
    else done()
  }

  return {
    begin(request) {
      const parent = readTraceparent(request.raw.headers.traceparent)
      // An open stream lasts for hours.
      if (request.routeOptions.config.isEventStream || !isKept(parent)) return parent?.traceId ?? null
      const span = tracer.startSpan('request', { kind: SpanKind.SERVER }, contextOf(parent))
      spans.set(request, span)
      return span.spanContext().traceId
    },

    follow(app) {
      app.addHook('onRequest', enter)
      // The body arrives in the socket's own context.
      app.addHook('preHandler', enter)
      app.addHook('onResponse', (request, reply, done) => {
        const span = spans.get(request)
        if (span) end(span, request, reply)
        done()
      })
    },

    async span(name, work) {
      const parent = current.getStore()
      if (!parent) return work()
      const span = tracer.startSpan(name, {}, trace.setSpan(ROOT_CONTEXT, parent))
      try {
        return await current.run(span, work)
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR })
        throw error
      } finally {
        span.end()
      }
    },

    async close() {
      await Promise.race([provider.shutdown().catch(() => {}), setTimeout(closeWithinMs, undefined, { ref: false })])
    },
  }
}

const contextOf = (parent: TraceParent | null): Context =>
  parent === null
    ? ROOT_CONTEXT
    : trace.setSpanContext(ROOT_CONTEXT, {
        traceId: parent.traceId,
        spanId: parent.spanId,
        traceFlags: parent.isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
        isRemote: true,
      })

/** Only the pattern of the route: a path may hold an id or a token, and a query anything. */
function end(span: Span, { method, routeOptions: { url } }: FastifyRequest, { statusCode }: FastifyReply): void {
  span.updateName(url === undefined ? method : `${method} ${url}`)
  span.setAttributes({
    'http.request.method': method,
    ...(url !== undefined && { 'http.route': url }),
    'http.response.status_code': statusCode,
  })
  // OpenTelemetry's rule for servers: a refusal is no error of the server.
  if (statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end()
}

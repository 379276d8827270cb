import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Log } from '../http/log.ts'

/** Warns when spans cannot be delivered: once, until a batch arrives again. Otherwise OpenTelemetry drops them in silence. */
export function reportFailures(exporter: SpanExporter, log: Log): SpanExporter {
  let isFailing = false
  return {
    export(spans, done) {
      exporter.export(spans, result => {
        // `ExportResultCode.SUCCESS`
        const hasFailed = result.code !== 0
        if (hasFailed && !isFailing)
          log.warn(
            { event: 'traces_undelivered', setting: 'OTEL_EXPORTER_OTLP_ENDPOINT' },
            'OTEL_EXPORTER_OTLP_ENDPOINT: the collector does not take traces, and they are lost. Name one that takes OTLP over HTTP, usually on port 4318.',
          )
        isFailing = hasFailed
        done(result)
      })
    },
    shutdown: () => exporter.shutdown(),
  }
}

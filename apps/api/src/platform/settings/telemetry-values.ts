import { programName } from '@latchkey/contracts/technical'
import * as z from 'zod/mini'
import type { Given } from './given-values.ts'
import { host, integer, isPlainUrl } from './setting-values.ts'

/** The base address of a collector. The path of traces is appended to it, as OpenTelemetry says. */
const collector = z.pipe(
  z
    .string()
    .check(
      z.refine(
        value => isPlainUrl(value) && !new URL(value).pathname.endsWith('/v1/traces'),
        'must be the base address of a collector that takes OTLP over HTTP, such as http://127.0.0.1:4318, without /v1/traces',
      ),
    ),
  z.transform(value => new URL(`${value.replace(/\/+$/, '')}/v1/traces`)),
)

const share = z.pipe(
  z
    .string()
    .check(z.regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, 'must be a share from 0 to 1, such as 0.1 for one in ten')),
  z.transform(Number),
)

/** Headers as the W3C's baggage: names and percent-encoded values, `api-key=secret,tenant=acme`. */
const headers = z.pipe(
  z
    .string()
    .check(
      z.refine(
        value => value.split(',').every(part => /^\s*[\w-]+\s*=\s*[\x21-\x7e]*\s*$/.test(part) && isEncoded(part)),
        'must be headers such as api-key=secret, separated by commas, with percent-encoded values',
      ),
    ),
  z.transform(value =>
    Object.fromEntries(
      value.split(',').map(part => {
        const [name = '', ...rest] = part.split('=')
        return [name.trim(), decodeURIComponent(rest.join('=').trim())]
      }),
    ),
  ),
)

function isEncoded(value: string): boolean {
  try {
    return !/[\r\n]/.test(decodeURIComponent(value))
  } catch {
    return false
  }
}

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const

/** The settings of metrics and traces. Those of traces have OpenTelemetry's own names. */
export const telemetryVariables = {
  METRICS_PORT: z.optional(integer(1, 65_535)),
  METRICS_HOST: z._default(host, '127.0.0.1'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.optional(collector),
  OTEL_EXPORTER_OTLP_HEADERS: z.optional(headers),
  OTEL_SERVICE_NAME: z._default(
    z.string().check(z.regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, hyphens or underscores')),
    programName,
  ),
  OTEL_TRACES_SAMPLER: z._default(z.enum(samplers, `must be ${samplers.join(', ')}`), 'parentbased_traceidratio'),
  OTEL_TRACES_SAMPLER_ARG: z._default(share, 0.1),
}

type Variables = z.output<z.ZodMiniObject<typeof telemetryVariables>>

export interface TraceSettings {
  readonly url: URL
  readonly headers: Record<string, string>
  readonly serviceName: string
  /** The share of traces to keep, from 0 to 1, of those that begin here. */
  readonly share: number
  /** Whether a trace that began elsewhere is kept as it was decided there. */
  readonly followsParent: boolean
}

export const telemetrySettings = (env: Variables) => ({
  /** Where Prometheus reads. Unset: nothing is measured. */
  metricsPort: env.METRICS_PORT,
  metricsHost: env.METRICS_HOST,
  /** Null: nothing is traced. */
  traces: env.OTEL_EXPORTER_OTLP_ENDPOINT === undefined ? null : traceSettings(env, env.OTEL_EXPORTER_OTLP_ENDPOINT),
})

function traceSettings(env: Variables, url: URL): TraceSettings {
  const root = env.OTEL_TRACES_SAMPLER.replace('parentbased_', '')
  return {
    url,
    headers: env.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    serviceName: env.OTEL_SERVICE_NAME,
    share: root === 'traceidratio' ? env.OTEL_TRACES_SAMPLER_ARG : root === 'always_on' ? 1 : 0,
    followsParent: env.OTEL_TRACES_SAMPLER !== root,
  }
}

/** What is wrong with these settings, taken together. */
export const telemetryProblems = (given: Given): string[] =>
  given.METRICS_PORT !== undefined && given.METRICS_PORT === (given.PORT ?? '4000')
    ? ['METRICS_PORT must differ from PORT (4000 unless set): people reach that one']
    : []

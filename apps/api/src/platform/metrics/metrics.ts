import type { Settings } from '../settings/settings.ts'
import type { Counted, Measure } from './measure.ts'

/** What a request was, for its duration. Each value is one of a bounded number. */
export interface ObservedRequest {
  readonly method: string
  readonly route: string
  readonly status: number
}

/** The numbers of this server. Only there with METRICS_PORT, so code counts by `deps.metrics?.count(…)`. */
export interface Metrics {
  /** Shows these measures from now on. What is counted begins at zero, so that its first change is a change. */
  register(measures: readonly Measure[]): void
  /** Adds `by` (default 1). A label value that the measure does not list counts as `other`. */
  count(measure: Counted, labels?: Readonly<Record<string, string>>, by?: number): void
  observeRequest(request: ObservedRequest, seconds: number): void
  /** Everything, in Prometheus' text format. Never fails, and takes little more than a second if the database is away. */
  text(): Promise<string>
  readonly contentType: string
}

/** Opens the metrics if METRICS_PORT is set. Otherwise null, and no package is loaded. */
export const openMetrics = async ({ metricsPort }: Pick<Settings, 'metricsPort'>): Promise<Metrics | null> =>
  metricsPort === undefined ? null : (await import('./prometheus.ts')).prometheusMetrics()

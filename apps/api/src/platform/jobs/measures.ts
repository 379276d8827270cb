import type { Deps } from '../../deps.ts'
import { jobHandlers } from '../feature.ts'
import { counter, type Measure, otherValue, reading } from '../metrics/measure.ts'

/** What became of an attempt to perform a job. One that is given up is not tried again. */
export type JobOutcome = 'completed' | 'failed' | 'given_up'

/** Counts the attempts of these kinds of jobs. */
export const jobOutcomes = (kinds: readonly string[]) =>
  counter('latchkey_jobs_total', 'Attempts to perform a job, such as sending a mail, by kind and outcome.', {
    kind: [...kinds, otherValue],
    outcome: ['completed', 'failed', 'given_up'] satisfies JobOutcome[],
  })

/** What is measured of the job queue. */
export function measures(deps: Deps): readonly Measure[] {
  const kinds = jobHandlers(deps).map(({ kind }) => kind.name)
  return [
    jobOutcomes(kinds),
    reading(
      'latchkey_jobs_oldest_waiting_seconds',
      'For how long the oldest due job of each kind has waited.',
      async () => (await deps.jobs.findWaiting()).map(({ kind, seconds }) => ({ labels: { kind }, value: seconds })),
      { kind: [...kinds, otherValue] },
    ),
  ]
}

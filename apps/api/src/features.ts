import * as z from 'zod/mini'
import { authFeatures } from './auth/features.ts'
import type { Deps } from './deps.ts'
import type { Feature } from './platform/feature.ts'
import * as cspReports from './platform/http/reports/routes.ts'
import { type Handler, jobKind, recurring } from './platform/jobs/jobs.ts'
import { purge } from './platform/jobs/purge.ts'
import * as mailbox from './platform/mail/mailbox-routes.ts'
import * as example from './product/example/routes.ts'
import { notes } from './product/notes/feature.ts'

/** Everything that the server does. Your own features are the last lines. */
export const features: readonly Feature[] = [
  ...authFeatures,
  { name: 'mailbox', ...mailbox },
  { name: 'csp-reports', ...cspReports },
  { name: 'example', ...example },
  notes,
]

const purgeEverySeconds = 300

/** Deletes what any feature has kept for long enough. */
export const runPurge = (deps: Deps): Promise<void> =>
  purge(
    deps,
    features.flatMap(({ purge = [] }) => purge),
  )

/** What does the jobs of all features. */
export const jobHandlers = (deps: Deps): readonly Handler[] => [
  ...features.flatMap(({ jobs }) => jobs?.(deps) ?? []),
  recurring(jobKind('purge', z.object({})), purgeEverySeconds, () => runPurge(deps)),
]

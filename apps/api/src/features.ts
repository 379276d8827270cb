import { authFeatures } from './auth/features.ts'
import type { Deps } from './deps.ts'
import type { Feature } from './platform/feature.ts'
import { platformFeatures } from './platform/features.ts'
import type { Handler } from './platform/jobs/jobs.ts'
import { example } from './product/example/feature.ts'
import { notes } from './product/notes/feature.ts'

/** Everything that the server does. Your own features are the last lines. */
export const features: readonly Feature[] = [
  ...authFeatures,
  ...platformFeatures,
  // Yours:
  example,
  notes,
]

/** What does the jobs of all features. */
export const jobHandlers = (deps: Deps): readonly Handler[] => deps.features.flatMap(({ jobs }) => jobs?.(deps) ?? [])

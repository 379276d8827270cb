import { authFeatures } from './auth/features.ts'
import type { Feature } from './platform/feature.ts'
import { platformFeatures } from './platform/features.ts'
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

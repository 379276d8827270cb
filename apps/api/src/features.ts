import { authFeatures } from './auth/features.ts'
import type { Feature } from './platform/feature.ts'
import { platformFeatures } from './platform/features.ts'
import { example } from './product/example/feature.ts'
import { notes } from './product/notes/feature.ts'

/** All features of the server. Add your own at the end. */
export const features: readonly Feature[] = [
  ...authFeatures,
  ...platformFeatures,
  // Yours:
  example,
  notes,
]

import type { Feature } from '../../platform/feature.ts'
import { restrictedRoutes } from './routes.ts'

/** The example of a protected resource. */
export const example: Feature = { name: 'example', restrictedRoutes }

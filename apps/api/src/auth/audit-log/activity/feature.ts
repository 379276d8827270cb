import type { Feature } from '../../../platform/feature.ts'
import { restrictedRoutes } from './routes.ts'

/** Shows a person what happened to their account. */
export const activity: Feature = { name: 'activity', restrictedRoutes }

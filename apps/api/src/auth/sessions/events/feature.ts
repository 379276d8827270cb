import type { Feature } from '../../../platform/feature.ts'
import { restrictedRoutes } from './routes.ts'

/** Tells open pages what happens to their session. */
export const sessionEvents: Feature = { name: 'session-events', restrictedRoutes }

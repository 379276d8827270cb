import type { Feature } from '../../platform/feature.ts'
import { publicRoutes } from './routes.ts'

/** Tells second services which sessions they must ask about again. */
export const guards: Feature = { name: 'guards', publicRoutes }

import type { Feature } from '../../platform/feature.ts'
import { jobs } from './jobs.ts'
import { publicRoutes } from './routes.ts'

/** An account by a proven address. */
export const signUp: Feature = { name: 'sign-up', publicRoutes, jobs }

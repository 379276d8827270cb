import type { Feature } from '../../platform/feature.ts'
import { jobs } from './jobs.ts'
import { publicRoutes } from './routes.ts'

/** A forgotten password, and "this wasn't me". */
export const recovery: Feature = { name: 'recovery', publicRoutes, jobs }

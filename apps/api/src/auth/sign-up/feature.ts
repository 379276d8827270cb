import type { Feature } from '../../platform/feature.ts'
import { jobs } from './jobs.ts'
import { sampleLetters } from './letters.ts'
import { publicRoutes } from './routes.ts'

/** Creates an account once its address is proven. */
export const signUp: Feature = { name: 'sign-up', publicRoutes, jobs, sampleLetters }

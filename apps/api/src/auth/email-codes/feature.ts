import type { Feature } from '../../platform/feature.ts'
import { jobs } from './jobs.ts'
import { sampleLetters } from './letters.ts'
import { publicRoutes } from './routes.ts'

/** Signing in with a code by mail. */
export const emailCodes: Feature = { name: 'email-codes', publicRoutes, jobs, sampleLetters }

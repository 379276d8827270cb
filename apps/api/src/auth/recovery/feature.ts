import type { Feature } from '../../platform/feature.ts'
import { jobs } from './jobs.ts'
import { sampleLetters } from './letters.ts'
import { publicRoutes } from './routes.ts'

/** A forgotten password, "this wasn't me", and keeping a deleted account. */
export const recovery: Feature = { name: 'recovery', publicRoutes, jobs, sampleLetters }

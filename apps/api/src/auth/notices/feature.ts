import type { Feature } from '../../platform/feature.ts'
import { jobs } from './jobs.ts'

/** Mails the notices of all features. */
export const notices: Feature = { name: 'notices', jobs }

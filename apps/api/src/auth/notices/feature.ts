import type { Feature } from '../../platform/feature.ts'
import { jobs } from './jobs.ts'

/** Mails what other features have to tell a person. */
export const notices: Feature = { name: 'notices', jobs }

import type { Feature } from '../../../platform/feature.ts'
import { jobs } from './jobs.ts'
import { reportGoneHead } from './kept-head.ts'
import { measures } from './measures.ts'
import { trimEventsOnce } from './trim.ts'
import { watchSeals } from './watch.ts'

/** Seals the audit log, and deletes old events from the beginning of the chain. If you remove it, delete old events yourself. */
export const auditChain: Feature = {
  name: 'audit-chain',
  jobs,
  measures,
  watches: deps => [watchSeals(deps)],
  onStart: reportGoneHead,
  purge: [{ name: 'auditEvents', afterDays: settings => settings.auditRetentionDays, deleteBatch: trimEventsOnce }],
}

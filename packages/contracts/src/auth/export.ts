import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { exportedJobs } from '../platform/jobs.ts'
import { productExport } from '../product.ts'
import { Instant } from '../values.ts'
import { exportedActivity } from './audit-log.ts'
import { exportedChallenges } from './challenges.ts'
import { exportedDevices, exportedSessions, exportedUser } from './exported-account.ts'
import { exportedPasskeys, exportedRecoveryCodes, exportedTotpApps } from './factors.ts'
import { exportedIdentities } from './linked-identities.ts'
import { exportedFormerPasswords, exportedPassword } from './passwords.ts'

// A file of its own: it knows the data of every feature, and most pages need none of that.

/** All data stored about a person. Each feature adds its part. Each list has the latest 1,000 rows at most, `activity` 10,000. */
export const Export = z.object({
  exportedAt: Instant,
  user: exportedUser,
  password: exportedPassword,
  formerPasswords: exportedFormerPasswords,
  sessions: exportedSessions,
  devices: exportedDevices,
  challenges: exportedChallenges,
  totpApps: exportedTotpApps,
  passkeys: exportedPasskeys,
  recoveryCodes: exportedRecoveryCodes,
  identities: exportedIdentities,
  activity: exportedActivity,
  /** Data of the product, by feature. */
  product: productExport,
  jobs: exportedJobs,
})
export type Export = z.infer<typeof Export>

/** A POST, although it changes nothing: another site can make a browser send a GET, and an export costs work. */
export const exportUser = endpoint({
  method: 'POST',
  path: '/api/restricted/user/export',
  summary: 'Returns all data stored about you, as a file. One export runs at a time.',
  responses: { 200: Export },
  errors: ['confirmation_required', 'rate_limited'],
})

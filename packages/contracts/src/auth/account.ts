import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { exportedJobs } from '../platform/jobs.ts'
import { productExport } from '../product.ts'
import { Instant, MailedSecret } from '../values.ts'
import { exportedActivity } from './audit-log.ts'
import { exportedChallenges } from './challenges.ts'
import { exportedPassword, Password } from './passwords.ts'
import { exportedDevices, exportedSessions } from './sessions.ts'
import { Email, exportedUser, Name, User } from './users.ts'

export const changeName = endpoint({
  method: 'PATCH',
  path: '/api/restricted/user',
  summary: 'Changes what you are called.',
  body: z.object({ name: z.nullable(Name) }),
  responses: { 200: User },
  errors: ['rate_limited'],
})

export const changePassword = endpoint({
  method: 'PUT',
  path: '/api/restricted/password',
  summary: 'Changes your password. Your other sessions end, and this one gets a new token.',
  body: z.object({ currentPassword: Password, newPassword: Password }),
  responses: {
    200: z.object({
      revoked: z.int(),
      /** Only for a bearer session; a browser gets its cookie. */
      token: z.optional(z.string()),
    }),
  },
  errors: ['invalid_credentials', 'rate_limited'],
})

export const changeEmail = endpoint({
  method: 'POST',
  path: '/api/restricted/email/change',
  summary: 'Asks for another address. Nothing changes until that address proves itself by the mailed link.',
  body: z.object({ email: Email }),
  responses: { 202: z.object({ email: z.string() }) },
  errors: ['confirmation_required', 'rate_limited'],
})

export const confirmEmail = endpoint({
  method: 'POST',
  path: '/api/restricted/email/confirm',
  summary: 'Proves the new address by its mailed link. Your other sessions end.',
  body: z.object({ token: MailedSecret }),
  responses: { 200: User },
  errors: ['invalid_link'],
})

/** All that is kept about a person: each feature brings its part. */
export const Export = z.object({
  exportedAt: Instant,
  user: exportedUser,
  password: exportedPassword,
  sessions: exportedSessions,
  devices: exportedDevices,
  challenges: exportedChallenges,
  activity: exportedActivity,
  /** What the product keeps, by feature. */
  product: productExport,
  jobs: exportedJobs,
})
export type Export = z.infer<typeof Export>

export const exportUser = endpoint({
  method: 'GET',
  path: '/api/restricted/user/export',
  summary: 'Everything that is kept about you, as a file.',
  responses: { 200: Export },
  errors: ['confirmation_required'],
})

export const deleteUser = endpoint({
  method: 'DELETE',
  path: '/api/restricted/user',
  summary:
    'Deletes your account. Every session ends at once; after 7 days nothing is left, and until then the mail undoes it.',
  responses: { 204: null },
  errors: ['confirmation_required'],
})

/** What the audit log records of it. */
export const activityKinds = [
  'password_changed',
  'password_change_failed',
  'email_change_asked',
  'email_changed',
  'name_changed',
  'exported',
  'account_deleted',
] as const

import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { productEvents } from '../product.ts'
import { Id, Instant } from '../values.ts'

/** What can happen to an account, as far as this version knows; a client needs a sentence for one that it does not know. */
export const activityKinds = [
  'signed_in',
  'sign_in_failed',
  'signed_out',
  'session_revoked',
  'session_revoked_by_admin',
  'session_replaced',
  'other_sessions_revoked',
  'confirmed',
  'confirm_failed',
  'device_added',
  'devices_revoked',
  'sign_up_asked',
  'signed_up',
  'reset_asked',
  'password_reset',
  'password_changed',
  'password_change_failed',
  'password_disabled',
  'guessed_by_strangers',
  'email_change_asked',
  'email_changed',
  'name_changed',
  'not_me',
  'exported',
  'account_created',
  'account_disabled',
  'account_enabled',
  'account_deleted',
  'account_deleted_by_admin',
  'account_restored',
  'token_leaked',
  ...productEvents,
] as const
export type ActivityKind = (typeof activityKinds)[number]

/** One thing that happened to your account. */
export const ActivityEvent = z.object({
  id: Id,
  at: Instant,
  /** One of `activityKinds`, or one that a later version added. */
  kind: z.string(),
  /** How many alike it stands for. */
  count: z.int(),
  /** Whether the session that asks did it, or had it happen. */
  current: z.boolean(),
  ip: z.nullable(z.string()),
  device: z.object({ browser: z.nullable(z.string()), os: z.nullable(z.string()) }),
})
export type ActivityEvent = z.infer<typeof ActivityEvent>

export const listActivity = endpoint({
  method: 'GET',
  path: '/api/restricted/activity',
  summary:
    'What happened to your account, newest first, 50 at a time; `next` is the `before` of the page that follows.',
  query: z.object({ before: z.optional(Id) }),
  responses: { 200: z.object({ events: z.array(ActivityEvent), next: z.nullable(Id) }) },
})

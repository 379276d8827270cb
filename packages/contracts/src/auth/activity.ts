import * as z from 'zod/mini'
import type { ActivityKind } from '../activity-kinds.ts'
import { endpoint } from '../endpoint.ts'
import { Id } from '../values.ts'
import { ActivityEvent } from './audit-log.ts'
import { Device, Place } from './clients.ts'

/** Events that let someone in or keep them out, and those that refuse something. Every other event is a change. */
export const eventsOf = {
  sign_ins: [
    'signed_in',
    'signed_up',
    'code_asked',
    'second_factor_asked',
    'recovery_code_used',
    'signed_out',
    'session_revoked',
    'session_revoked_by_admin',
    'sessions_revoked_by_admin',
    'session_replaced',
    'other_sessions_revoked',
    'token_leaked',
  ],
  refused: [
    'sign_in_failed',
    'confirm_failed',
    'factor_failed',
    'factor_guessed_on_device',
    'passkey_cloned',
    'password_change_failed',
    'guessed_on_device',
    'guessed_by_strangers',
    'password_disabled',
  ],
} as const satisfies Record<string, readonly ActivityKind[]>

/** Refusals of people who were outside. The other ones may come from inside a session, or from someone who got in. */
export const refusedOutside = ['sign_in_failed', 'guessed_by_strangers'] as const satisfies readonly ActivityKind[]

export const ActivityFilter = z.enum(['sign_ins', 'changes', 'refused'])
export type ActivityFilter = z.infer<typeof ActivityFilter>

/** An event in the list, with the device that it is about. An older server leaves all of this out (users.ts). */
export const ListedEvent = z.extend(ActivityEvent, {
  /** Whether a sign-in was the first one on its device. */
  newDevice: z._default(z.boolean(), false),
  place: z._default(z.nullable(Place), null),
  /** The device that it happened to. Not always the one that did it: a device may sign another one out. Null if that is not known. */
  about: z._default(
    z.nullable(
      z.extend(Device, {
        /** What you call the device. */
        name: z.nullable(z.string()),
        /** Pass it as `device` to list what happened on it. */
        id: z.nullable(Id),
      }),
    ),
    null,
  ),
})
export type ListedEvent = z.infer<typeof ListedEvent>

/** How many of the latest events a filter looks through. */
export const mostFiltered = 10_000

export const listActivity = endpoint({
  method: 'GET',
  path: '/api/restricted/activity',
  summary:
    'Lists what happened to your account, newest first, 50 at a time. Pass `next` as `before` to get the next page. `only` and `device` filter the latest 10,000.',
  query: z.object({
    before: z.optional(Id),
    only: z.optional(ActivityFilter),
    /** The `deviceId` of a session. */
    device: z.optional(Id),
  }),
  responses: { 200: z.object({ events: z.array(ListedEvent), next: z.nullable(Id) }) },
})

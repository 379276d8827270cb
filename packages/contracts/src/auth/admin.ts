import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Id, Instant, text } from '../values.ts'
import { ActivityFilter, ListedEvent } from './activity.ts'
import { ListedSession } from './devices.ts'
import { Factors } from './factors.ts'
import { Identity } from './linked-identities.ts'
import { Role } from './roles.ts'

// What admins see of people, and do to their accounts. Everybody else gets the 404 of a path that does not exist. No schema here has a
// secret, a hash or a token, and no body of the API has a role: `latchkey user make-admin` gives it.

/** A person in the list of an admin. */
export const ListedPerson = z.object({
  id: Id,
  email: z.string(),
  name: z.nullable(z.string()),
  role: Role,
  createdAt: Instant,
  disabledAt: z.nullable(Instant),
  /** When the account was deleted. Seven days later the person is gone. */
  deletedAt: z.nullable(Instant),
  /** Since when the person has a second factor. */
  secondFactorSince: z.nullable(Instant),
})
export type ListedPerson = z.infer<typeof ListedPerson>

/** A person as an admin sees them. */
export const PersonDetails = z.extend(ListedPerson, {
  /** What the person can sign in with: names and times. */
  factors: Factors,
  /** The accounts elsewhere that sign the person in. An older server does not name them. */
  identities: z._default(z.array(Identity), []),
  /** Whether an admin demands a second factor of this person. `factors.required` is true also where everybody needs one. */
  secondFactorDemanded: z.boolean(),
  liveSessions: z.int(),
})
export type PersonDetails = z.infer<typeof PersonDetails>

export const PeopleState = z.enum(['disabled', 'deleted', 'without_factor', 'admins'])
export type PeopleState = z.infer<typeof PeopleState>

/** How many accounts one search looks through. */
export const mostSearched = 5_000

/** A POST, although it changes nothing: what is searched for is an address, which must not be in the logs of proxies (ASVS 14.2.1). */
export const searchPeople = endpoint({
  method: 'POST',
  path: '/api/restricted/admin/people/search',
  summary:
    'Finds people by the beginning of their address, or by their id. 50 at a time, by address. Pass `next` as `after` to continue. Looks through 5,000 accounts at a time, so a page may be short.',
  body: z.object({
    search: z.optional(text('notValid').check(z.trim(), z.toLowerCase(), z.maxLength(254, 'notValid'))),
    state: z.optional(PeopleState),
    /** The `next` of the page before. */
    after: z.optional(Id),
  }),
  responses: { 200: z.object({ people: z.array(ListedPerson), next: z.nullable(Id) }) },
})

export const readPerson = endpoint({
  method: 'GET',
  path: '/api/restricted/admin/people/:id',
  summary:
    'Returns a person, with what they can sign in with. Secrets are never included. The person can see that it was read.',
  params: z.object({ id: Id }),
  responses: { 200: PersonDetails },
})

export const readPersonSessions = endpoint({
  method: 'GET',
  path: '/api/restricted/admin/people/:id/sessions',
  summary: "Lists a person's sessions, newest first. Ended sessions stay in the list for 30 days.",
  params: z.object({ id: Id }),
  responses: { 200: z.array(ListedSession) },
})

export const readPersonActivity = endpoint({
  method: 'GET',
  path: '/api/restricted/admin/people/:id/activity',
  summary: "Lists what happened to a person's account, newest first, as the person sees it. Pass `next` as `before`.",
  params: z.object({ id: Id }),
  query: z.object({ before: z.optional(Id), only: z.optional(ActivityFilter) }),
  responses: { 200: z.object({ events: z.array(ListedEvent), next: z.nullable(Id) }) },
})

export const endPersonSession = endpoint({
  method: 'POST',
  path: '/api/restricted/admin/people/:id/sessions/:sessionId/revoke',
  summary: "Ends one of a person's sessions at once.",
  params: z.object({ id: Id, sessionId: Id }),
  responses: { 204: null },
  errors: ['not_possible'],
})

export const endPersonSessions = endpoint({
  method: 'POST',
  path: '/api/restricted/admin/people/:id/sessions/revoke',
  summary: "Ends all of a person's sessions at once. Their known devices count as new.",
  params: z.object({ id: Id }),
  responses: { 200: z.object({ revoked: z.int() }) },
  errors: ['not_possible'],
})

export const disablePerson = endpoint({
  method: 'POST',
  path: '/api/restricted/admin/people/:id/disable',
  summary: 'Disables a person: they cannot sign in, and their sessions end at once.',
  params: z.object({ id: Id }),
  responses: { 204: null },
  errors: ['not_possible'],
})

export const enablePerson = endpoint({
  method: 'POST',
  path: '/api/restricted/admin/people/:id/enable',
  summary: 'Enables a disabled person. Their sessions stay ended.',
  params: z.object({ id: Id }),
  responses: { 204: null },
  errors: ['not_possible'],
})

export const startPersonReset = endpoint({
  method: 'POST',
  path: '/api/restricted/admin/people/:id/reset',
  summary:
    'Mails a person a link to choose a new password. Nobody else sees the link, and the old password works until then.',
  params: z.object({ id: Id }),
  responses: { 204: null },
  errors: ['not_possible'],
})

export const demandPersonFactor = endpoint({
  method: 'PUT',
  path: '/api/restricted/admin/people/:id/second_factor',
  summary: 'Demands a second factor of a person, or no longer. A person without one must add one first.',
  params: z.object({ id: Id }),
  body: z.object({ required: z.boolean() }),
  responses: { 204: null },
  errors: ['not_possible'],
})

/** The event kinds that admin actions record in the audit log. */
export const activityKinds = [
  'account_created',
  'account_imported',
  'account_disabled',
  'account_enabled',
  'account_deleted_by_admin',
  'factor_reset_asked_by_admin',
  'factor_demanded',
  'factor_demand_ended',
  'sessions_revoked_by_admin',
  'reset_started_by_admin',
  'read_by_admin',
  'read_as_admin',
  'searched_as_admin',
  'acted_as_admin',
  'made_admin',
  'admin_removed',
] as const

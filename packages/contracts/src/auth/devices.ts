import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Id, Instant } from '../values.ts'
import { Place } from './clients.ts'
import { DeviceName } from './names.ts'
import { Session } from './sessions.ts'

// Apart from `sessions.ts`, because the sign-in page needs none of it.

/** A session in the list, with what is known about its device. An older server leaves all of this out (users.ts). */
export const ListedSession = z.extend(Session, {
  /** Sessions on one device share it. Null if the device was forgotten. */
  deviceId: z._default(z.nullable(Id), null),
  /** What you call the device. */
  name: z._default(z.nullable(z.string()), null),
  /** When you first signed in on the device. */
  firstSeenAt: z._default(Instant, '1970-01-01T00:00:00.000Z'),
  place: z._default(z.nullable(Place), null),
  /** Until when you sign in on the device without a second factor. Null if it asks for one. */
  trustedUntil: z._default(z.nullable(Instant), null),
})
export type ListedSession = z.infer<typeof ListedSession>

export const listSessions = endpoint({
  method: 'GET',
  path: '/api/restricted/sessions',
  summary: 'Lists your sessions, newest first. Ended sessions stay in the list for 30 days.',
  responses: { 200: z.array(ListedSession) },
})

export const nameDevice = endpoint({
  method: 'PUT',
  path: '/api/restricted/sessions/:id/name',
  summary: 'Names the device of one of your sessions. `null` removes the name. All sessions on the device show it.',
  params: z.object({ id: Id }),
  body: z.object({ name: z.nullable(DeviceName) }),
  responses: { 200: ListedSession },
  errors: ['rate_limited'],
})

export const endTrust = endpoint({
  method: 'DELETE',
  path: '/api/restricted/sessions/:id/trust',
  summary: 'Asks for the second factor again on the device of one of your sessions.',
  params: z.object({ id: Id }),
  responses: { 204: null },
})

export const revokeSession = endpoint({
  method: 'POST',
  path: '/api/restricted/sessions/:id/revoke',
  summary: 'Ends one of your sessions at once, because its token may be compromised.',
  params: z.object({ id: Id }),
  responses: { 200: Session },
})

export const revokeOtherSessions = endpoint({
  method: 'POST',
  path: '/api/restricted/sessions/revoke_others',
  summary: 'Ends all your sessions except this one.',
  responses: { 200: z.object({ revoked: z.int() }) },
})

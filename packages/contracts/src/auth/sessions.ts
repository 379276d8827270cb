import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Id, Instant } from '../values.ts'
import { User } from './users.ts'

/** How a token travels: in a cookie for browsers, as a bearer token for API clients. */
export const Delivery = z.enum(['cookie', 'bearer'])
export type Delivery = z.infer<typeof Delivery>

/** Why sessions end, as far as this version knows; a client needs a sentence for one that it does not know. */
export const endReasons = [
  'expired',
  'idle',
  'replaced',
  'revoked_by_you',
  'revoked_by_admin',
  'password_changed',
  'password_reset',
  'email_changed',
  'not_me',
  'account_disabled',
  'account_deleted',
  'leaked',
] as const
export type EndReason = (typeof endReasons)[number]

/** One signed-in device. Its token and the token's hash are never part of it. */
export const Session = z.object({
  id: Id,
  /** Whether this is the session that asks. */
  current: z.boolean(),
  delivery: Delivery,
  createdAt: Instant,
  lastSeenAt: Instant,
  expiresAt: Instant,
  revoked: z.boolean(),
  revokedAt: z.nullable(Instant),
  /** `null` while the session lives; otherwise one of `endReasons`, or one that a later version added. */
  endReason: z.nullable(z.string()),
  ip: z.nullable(z.string()),
  device: z.object({ browser: z.nullable(z.string()), os: z.nullable(z.string()) }),
})
export type Session = z.infer<typeof Session>

export const signOut = endpoint({
  method: 'DELETE',
  path: '/api/sessions/sign_out',
  summary: 'Ends this session and forgets it.',
  responses: { 204: null },
  errors: ['missing_token', 'invalid_token'],
  statuses: { missing_token: 400, invalid_token: 400 },
})

export const currentSession = endpoint({
  method: 'GET',
  path: '/api/restricted/session',
  summary: 'Who am I?',
  responses: { 200: z.object({ user: User, session: Session }) },
})

export const listSessions = endpoint({
  method: 'GET',
  path: '/api/restricted/sessions',
  summary: 'Your sessions, newest first; ended ones too, for 30 days.',
  responses: { 200: z.array(Session) },
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
  summary: 'Ends all of your sessions but this one.',
  responses: { 200: z.object({ revoked: z.int() }) },
})

/** What the stream of events says, by its name. */
export const sessionEvents = {
  /** This session has ended; it is the last thing said. Beside `endReasons` also `signed_out`: its row is gone. */
  session_ended: z.object({ reason: z.string() }),
  /** The list of your sessions is not what it was. */
  sessions_changed: z.object({}),
  /** Nothing new: by its absence a client notices that it hears nothing any more. */
  ping: z.object({}),
} as const

export const events = endpoint({
  method: 'GET',
  path: '/api/restricted/events',
  summary: 'A stream of server-sent events: the end of this session, and changes to the list of yours.',
  media: 'text/event-stream',
  responses: { 200: null },
})

/** What an export holds of them. */
export const exportedSessions = z.array(
  z.extend(Session, {
    methods: z.array(z.string()),
    userAgent: z.nullable(z.string()),
    authenticatedAt: Instant,
    confirmedAt: z.nullable(Instant),
    remembered: z.boolean(),
    deviceId: z.nullable(Id),
  }),
)

/** What an export holds of the devices that signed somebody in. */
export const exportedDevices = z.array(
  z.object({ id: Id, createdAt: Instant, lastSeenAt: Instant, revokedAt: z.nullable(Instant) }),
)

/** What the audit log records of it. */
export const activityKinds = [
  'signed_out',
  'session_revoked',
  'session_revoked_by_admin',
  'session_replaced',
  'other_sessions_revoked',
  'device_added',
  'devices_revoked',
] as const

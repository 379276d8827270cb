import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Id, Instant } from '../values.ts'
import { Device } from './clients.ts'
import { User } from './users.ts'

/** How a token travels: in a cookie for browsers, as a bearer token for API clients. */
export const Delivery = z.enum(['cookie', 'bearer'])
export type Delivery = z.infer<typeof Delivery>

/** The reasons for the end of a session that this version knows. Clients need a fallback sentence for unknown reasons. */
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
  'account_kept',
  'factor_added',
  'factor_removed',
  'factors_removed',
  'identity_removed',
  'signed_out_by_provider',
  'account_disabled',
  'account_deleted',
  'leaked',
  'guessed',
] as const
export type EndReason = (typeof endReasons)[number]

/** One session of a person. It never includes the token or the token's hash. */
export const Session = z.object({
  id: Id,
  /** Whether this is the session that makes the request. */
  current: z.boolean(),
  delivery: Delivery,
  createdAt: Instant,
  lastSeenAt: Instant,
  expiresAt: Instant,
  revoked: z.boolean(),
  revokedAt: z.nullable(Instant),
  /** `null` while the session is active. Otherwise one of `endReasons`, or a reason that a later version added. */
  endReason: z.nullable(z.string()),
  ip: z.nullable(z.string()),
  device: Device,
})
export type Session = z.infer<typeof Session>

export const signOut = endpoint({
  method: 'DELETE',
  path: '/api/sessions/sign_out',
  summary: 'Ends this session and deletes it.',
  responses: { 204: null },
  errors: ['missing_token', 'invalid_token'],
  statuses: { missing_token: 400, invalid_token: 400 },
})

export const currentSession = endpoint({
  method: 'GET',
  path: '/api/restricted/session',
  summary: 'Returns the signed-in person and the session.',
  responses: {
    200: z.object({
      user: User,
      session: Session,
      /** Whether you must add a second factor before anything else. */
      mustAddFactor: z._default(z.boolean(), false),
      /** Whether you may see other people and act on their accounts. */
      isAdmin: z._default(z.boolean(), false),
    }),
  },
  withoutFactor: true,
})

/** The data of each event in the stream, by the event's name. */
export const sessionEvents = {
  /** This session has ended; the stream closes. `reason` is one of `endReasons`, or `signed_out` if the row is deleted. */
  session_ended: z.object({ reason: z.string() }),
  /** The list of your sessions has changed. */
  sessions_changed: z.object({}),
  /** Keeps the stream alive. A client that receives none knows that its connection is lost. */
  ping: z.object({}),
} as const

export const events = endpoint({
  method: 'GET',
  path: '/api/restricted/events',
  summary: 'Streams server-sent events: the end of this session, and changes to the list of your sessions.',
  media: 'text/event-stream',
  responses: { 200: null },
  withoutFactor: true,
})

/** The event kinds that sessions and devices record in the audit log. */
export const activityKinds = [
  'signed_out',
  'session_revoked',
  'session_revoked_by_admin',
  'session_replaced',
  'other_sessions_revoked',
  'device_added',
  'device_named',
  'device_trusted',
  'device_trust_ended',
  'devices_revoked',
] as const

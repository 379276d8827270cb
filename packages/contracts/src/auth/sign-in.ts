import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Instant } from '../values.ts'
import { Password } from './passwords.ts'
import { Delivery, Session } from './sessions.ts'
import { Email, User } from './users.ts'

/** What the form asks for; the rest of the call is the client's own business. */
export const Credentials = z.object({
  email: Email,
  password: Password,
  remember: z._default(z.boolean({ error: 'This must be true or false.' }), false),
})

export const signIn = endpoint({
  method: 'POST',
  path: '/api/sessions/sign_in',
  summary: 'Proves who you are; starts a session.',
  body: z.extend(Credentials, { delivery: z._default(Delivery, 'bearer') }),
  responses: {
    200: z.object({
      /** Only for `delivery: "bearer"`: a browser's token travels in its cookie and nowhere else (ASVS 3.3.4). */
      token: z.optional(z.string()),
      session: Session,
      user: User,
    }),
  },
  errors: ['invalid_credentials', 'rate_limited'],
})

export const confirm = endpoint({
  method: 'POST',
  path: '/api/restricted/session/confirm',
  summary: 'Proves again, inside a session, who you are; for ten minutes it may do what is sensitive.',
  body: z.object({ password: Password }),
  responses: {
    200: z.object({
      confirmedUntil: Instant,
      /** The session's new token, only for a bearer session; a browser gets its cookie. */
      token: z.optional(z.string()),
    }),
  },
  errors: ['invalid_credentials', 'rate_limited'],
})

/** What the audit log records of it. */
export const activityKinds = ['signed_in', 'sign_in_failed', 'confirmed', 'confirm_failed'] as const

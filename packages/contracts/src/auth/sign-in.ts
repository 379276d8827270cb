import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Instant } from '../values.ts'
import type { FieldKey } from '../words/fields.ts'
import { Password } from './passwords.ts'
import { Delivery, Session } from './sessions.ts'
import { Email, User } from './users.ts'

/** The fields of the sign-in form. The client adds the rest of the body itself. */
export const Credentials = z.object({
  email: Email,
  password: Password,
  remember: z._default(z.boolean({ error: 'notBoolean' satisfies FieldKey }), false),
})

export const signIn = endpoint({
  method: 'POST',
  path: '/api/sessions/sign_in',
  summary: 'Signs you in and starts a session.',
  body: z.extend(Credentials, { delivery: z._default(Delivery, 'bearer') }),
  responses: {
    200: z.object({
      /** Only for `delivery: "bearer"`. A browser's token travels only in its cookie (ASVS 3.3.4). */
      token: z.optional(z.string()),
      session: Session,
      user: User,
    }),
  },
  errors: ['invalid_credentials', 'rate_limited'],
})

export const signInOptions = endpoint({
  method: 'GET',
  path: '/api/sessions/options',
  summary: 'Says how long a session lasts that a person asked to remember, in seconds.',
  responses: { 200: z.object({ rememberedSeconds: z.int() }) },
})

export const confirm = endpoint({
  method: 'POST',
  path: '/api/restricted/session/confirm',
  summary: 'Confirms a session with the password. For ten minutes it may perform sensitive actions.',
  body: z.object({ password: Password }),
  responses: {
    200: z.object({
      confirmedUntil: Instant,
      /** The session's new token. Only for a bearer session; a browser gets a cookie. */
      token: z.optional(z.string()),
    }),
  },
  errors: ['invalid_credentials', 'rate_limited'],
})

/** The event kinds that sign-in records in the audit log. */
export const activityKinds = ['signed_in', 'sign_in_failed', 'confirmed', 'confirm_failed'] as const

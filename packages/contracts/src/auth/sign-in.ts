import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import type { FieldKey } from '../words/fields.ts'
import { Password } from './passwords.ts'
import { Delivery } from './sessions.ts'
import { SecondStep, SignedIn } from './signed-in.ts'
import { Email } from './users.ts'

/** The first step of the sign-in form. */
export const Address = z.object({ email: Email })

/** The fields of the sign-in form. The client adds the rest of the body itself. */
export const Credentials = z.extend(Address, {
  password: Password,
  remember: z._default(z.boolean({ error: 'notBoolean' satisfies FieldKey }), false),
})

export const signIn = endpoint({
  method: 'POST',
  path: '/api/sessions/sign_in',
  summary: 'Signs you in and starts a session.',
  body: z.extend(Credentials, { delivery: z._default(Delivery, 'bearer') }),
  responses: {
    200: SignedIn,
    /** The person has a second factor. */
    202: SecondStep,
  },
  errors: ['invalid_credentials', 'rate_limited'],
})

export const signInOptions = endpoint({
  method: 'GET',
  path: '/api/sessions/options',
  summary: 'Says how long a remembered session lasts, in seconds, and whether a code by mail can sign in.',
  responses: {
    200: z.object({
      rememberedSeconds: z.int(),
      /** A server without codes by mail does not name it. */
      emailCode: z._default(z.boolean(), false),
    }),
  },
})

/** The event kinds that sign-in records in the audit log. */
export const activityKinds = ['signed_in', 'sign_in_failed', 'confirmed', 'confirm_failed'] as const

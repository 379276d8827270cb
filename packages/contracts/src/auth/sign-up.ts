import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { MailedSecret } from '../values.ts'
import { Password } from './passwords.ts'
import { Session } from './sessions.ts'
import { Email, Name, User } from './users.ts'

/** What the form asks for. */
export const SignUp = z.object({
  email: Email,
  password: Password,
  name: z.optional(Name),
})

const Sent = z.object({ email: z.string() })

export const signUp = endpoint({
  method: 'POST',
  path: '/api/users/sign_up',
  summary:
    'Asks for an account. A mail to the address decides: it proves it, or says that there is an account already.',
  body: SignUp,
  responses: { 202: Sent },
  errors: ['rate_limited'],
})

/** The six digits of the mail. */
const Code = z
  .string({ error: 'Enter the code from the mail.' })
  .check(z.trim(), z.regex(/^\d{6}$/, 'Enter the six digits from the mail.'))

/** By the code, in the browser that asked; or by the link, which in another browser needs a new password. */
const Proof = z
  .object({
    code: z.optional(Code),
    token: z.optional(MailedSecret),
    password: z.optional(Password),
  })
  .check(
    z.refine(({ code, token }) => code !== undefined || token !== undefined, {
      path: ['code'],
      error: 'Enter the code from the mail.',
    }),
  )

export const verify = endpoint({
  method: 'POST',
  path: '/api/users/verify',
  summary: 'Proves an address by what was mailed to it, and makes the account; the browser that asked is signed in.',
  body: Proof,
  responses: { 200: z.object({ user: User, session: z.optional(Session) }) },
  errors: ['invalid_link', 'invalid_code', 'password_required', 'rate_limited'],
})

export const resend = endpoint({
  method: 'POST',
  path: '/api/users/resend',
  summary: 'Sends the mail of a sign-up again.',
  body: z.object({ email: Email }),
  responses: { 202: Sent },
  errors: ['rate_limited'],
})

/** What the audit log records of it. */
export const activityKinds = ['sign_up_asked', 'signed_up'] as const

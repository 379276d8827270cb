import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import type { FieldKey } from '../words/fields.ts'
import { MailedSecret } from './mailed-secret.ts'
import { Name } from './names.ts'
import { Password } from './passwords.ts'
import { Session } from './sessions.ts'
import { Email, User } from './users.ts'

/** The fields of the sign-up form. */
export const SignUp = z.object({
  email: Email,
  password: Password,
  name: z.optional(Name),
})

const Sent = z.object({ email: z.string() })

export const signUp = endpoint({
  method: 'POST',
  path: '/api/users/sign_up',
  summary: 'Asks for an account. The mail to the address either proves it or says that it already has an account.',
  body: SignUp,
  responses: { 202: Sent },
  errors: ['rate_limited'],
})

/**
 * Mails and clipboards put spaces or dashes between the digits. Some keyboards type wide digits, or those of another script, such as
 * Arabic or Bengali ones.
 */
const digitsOf = (typed: string) =>
  typed
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Pd}]/gu, '')
    .replace(/\p{Nd}/gu, valueOfDigit)

/** The value of a decimal digit of any script. Unicode has the ten digits of a script in a row, and some rows touch. */
function valueOfDigit(digit: string): string {
  let zero = digit.codePointAt(0) ?? 0
  for (; /\p{Nd}/u.test(String.fromCodePoint(zero - 1)); zero--);
  return String(((digit.codePointAt(0) ?? 0) - zero) % 10)
}

/** The six-digit code from the mail. */
const Code = z
  .string({ error: 'codeMissing' satisfies FieldKey })
  .check(z.overwrite(digitsOf), z.regex(/^\d{6}$/, 'codeWrong' satisfies FieldKey))

/** Either the code, in the browser that signed up, or the token of the link. In another browser, the link needs a password. */
const Proof = z
  .object({
    code: z.optional(Code),
    token: z.optional(MailedSecret),
    password: z.optional(Password),
  })
  .check(
    z.refine(({ code, token }) => code !== undefined || token !== undefined, {
      path: ['code'],
      error: 'codeMissing' satisfies FieldKey,
    }),
  )

export const verify = endpoint({
  method: 'POST',
  path: '/api/users/verify',
  summary: 'Proves an address with the mailed code or link, and creates the account. Signs in the browser that asked.',
  body: Proof,
  responses: { 200: z.object({ user: User, session: z.optional(Session) }) },
  errors: ['invalid_link', 'invalid_code', 'password_required', 'rate_limited'],
})

export const resend = endpoint({
  method: 'POST',
  path: '/api/users/resend',
  summary: 'Sends the sign-up mail again.',
  body: z.object({ email: Email }),
  responses: { 202: Sent },
  errors: ['rate_limited'],
})

/** The event kinds that sign-up records in the audit log. */
export const activityKinds = ['sign_up_asked', 'signed_up'] as const

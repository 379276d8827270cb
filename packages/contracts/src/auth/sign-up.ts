import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import type { FieldKey } from '../words/fields.ts'
import { Code } from './codes.ts'
import { MailedSecret } from './mailed-secret.ts'
import { Name } from './names.ts'
import { Password } from './passwords.ts'
import { Session } from './sessions.ts'
import { Email, User } from './users.ts'

/** The fields of the sign-up form. */
export const SignUp = z.object({
  email: Email,
  /** Without it, a password or a passkey is chosen once the address is proven. */
  password: z.optional(Password),
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

/** Proves an address: the code, in the browser that signed up, or the token of the link. */
export const AddressProof = z.object({ code: z.optional(Code), token: z.optional(MailedSecret) })

/** Whether there is one of them. */
export const hasAddressProof = ({ code, token }: z.output<typeof AddressProof>): boolean =>
  code !== undefined || token !== undefined

export const verify = endpoint({
  method: 'POST',
  path: '/api/users/verify',
  summary: 'Proves an address with the mailed code or link, and creates the account. Signs in the browser that asked.',
  body: z
    /** In another browser, and after a sign-up without a password, this needs one. */
    .extend(AddressProof, { password: z.optional(Password) })
    .check(z.refine(hasAddressProof, { path: ['code'], error: 'codeMissing' satisfies FieldKey })),
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

/** Any other reason than this browser's own link answers `false`, so it tells no one who has an account. See ADR 033. */
export const signUpState = endpoint({
  method: 'GET',
  path: '/api/users/sign_up',
  summary: 'Says whether the sign-up of this browser was finished in another browser, by the link of its own mail.',
  responses: { 200: z.object({ finished: z.boolean() }) },
})

/** The event kinds that sign-up records in the audit log. */
export const activityKinds = ['sign_up_asked', 'signed_up'] as const

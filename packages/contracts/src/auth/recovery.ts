import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { MailedSecret } from '../values.ts'
import { Password } from './passwords.ts'
import { Email } from './users.ts'

export const forgotPassword = endpoint({
  method: 'POST',
  path: '/api/passwords/forgot',
  summary: 'Sends a link to choose a new password, where the address has an account. The answer does not tell.',
  body: z.object({ email: Email }),
  responses: { 202: z.object({ email: z.string() }) },
})

export const resetPassword = endpoint({
  method: 'POST',
  path: '/api/passwords/reset',
  summary: 'Chooses a new password by a mailed link. Every session ends; sign in again.',
  body: z.object({ token: MailedSecret, password: Password }),
  responses: { 204: null },
  errors: ['invalid_link'],
})

export const notMe = endpoint({
  method: 'POST',
  path: '/api/sessions/not_me',
  summary: 'Says that what a mail tells of was somebody else: everything ends, and the password must be chosen anew.',
  body: z.object({ token: MailedSecret }),
  responses: { 204: null },
  errors: ['invalid_link'],
})

/** What the audit log records of it. */
export const activityKinds = ['reset_asked', 'password_reset', 'not_me', 'account_restored'] as const

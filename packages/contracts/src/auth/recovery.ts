import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { MailedSecret } from './mailed-secret.ts'
import { Password } from './passwords.ts'
import { Email } from './users.ts'

export const forgotPassword = endpoint({
  method: 'POST',
  path: '/api/passwords/forgot',
  summary:
    'Sends a link to choose a new password if the address has an account. The answer is the same if it has none.',
  body: z.object({ email: Email }),
  responses: { 202: z.object({ email: z.string() }) },
})

export const resetPassword = endpoint({
  method: 'POST',
  path: '/api/passwords/reset',
  summary: 'Sets a new password with a mailed link. Every session ends; sign in again.',
  body: z.object({ token: MailedSecret, password: Password }),
  responses: { 204: null },
  errors: ['invalid_link'],
})

export const notMe = endpoint({
  method: 'POST',
  path: '/api/sessions/not_me',
  summary: 'Reports that somebody else did what a mail describes. Every session ends, and a new password is needed.',
  body: z.object({ token: MailedSecret }),
  responses: { 204: null },
  errors: ['invalid_link'],
})

export const keepAccount = endpoint({
  method: 'POST',
  path: '/api/users/keep',
  summary: 'Keeps a deleted account, with the button of the mail about its deletion. A new password is needed.',
  body: z.object({ token: MailedSecret }),
  responses: { 204: null },
  errors: ['invalid_link'],
})

/** The event kinds that recovery records in the audit log. */
export const activityKinds = ['reset_asked', 'password_reset', 'not_me', 'account_restored'] as const

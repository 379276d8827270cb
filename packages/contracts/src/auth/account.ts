import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Instant } from '../values.ts'
import { Language } from '../words/language.ts'
import { MailedSecret } from './mailed-secret.ts'
import { Name } from './names.ts'
import { normalisePassword, notAgain } from './new-passwords.ts'
import { PasswordState, typedPassword } from './passwords.ts'
import { TimeZone } from './time-zones.ts'
import { Email, User } from './users.ts'

export const changeName = endpoint({
  method: 'PATCH',
  path: '/api/restricted/user',
  summary: 'Changes your name.',
  body: z.object({ name: z.nullable(Name) }),
  responses: { 200: User },
  errors: ['rate_limited'],
})

export const changeLanguage = endpoint({
  method: 'PUT',
  path: '/api/restricted/language',
  summary: 'Changes the language of your pages and mails. `null` means that of the browser.',
  body: z.object({ language: z.nullable(Language) }),
  responses: { 200: User },
  errors: ['rate_limited'],
})

export const changeTimeZone = endpoint({
  method: 'PUT',
  path: '/api/restricted/time_zone',
  summary: 'Changes the time zone of your pages and mails.',
  body: z.object({ timeZone: TimeZone }),
  responses: { 200: User },
  errors: ['rate_limited'],
})

export const changePassword = endpoint({
  method: 'PUT',
  path: '/api/restricted/password',
  summary: 'Changes your password. Your other sessions end, and this one gets a new token.',
  body: z
    .object({
      currentPassword: typedPassword('currentPasswordMissing'),
      newPassword: typedPassword('newPasswordMissing'),
    })
    .check(
      z.refine(
        ({ currentPassword, newPassword }) => normalisePassword(currentPassword) !== normalisePassword(newPassword),
        { path: ['newPassword'], error: notAgain.present },
      ),
    ),
  responses: {
    200: z.object({
      revoked: z.int(),
      /** The session's new token. Only for a bearer session; a browser gets a cookie. */
      token: z.optional(z.string()),
    }),
  },
  errors: ['invalid_credentials', 'confirmation_required', 'rate_limited'],
})

export const passwordState = endpoint({
  method: 'GET',
  path: '/api/restricted/password',
  summary: 'Returns when your password was changed. `null` if you have none that works.',
  responses: { 200: z.object({ password: z.nullable(PasswordState) }) },
})

export const changeEmail = endpoint({
  method: 'POST',
  path: '/api/restricted/email/change',
  summary: 'Asks for another email address. Nothing changes until the link mailed to that address is used.',
  body: z.object({ email: Email }),
  responses: { 202: z.object({ email: z.string() }) },
  errors: ['confirmation_required', 'rate_limited'],
})

const PendingEmail = z.object({ email: z.string(), expiresAt: Instant })
export type PendingEmail = z.infer<typeof PendingEmail>

export const pendingEmail = endpoint({
  method: 'GET',
  path: '/api/restricted/email/change',
  summary: 'Returns the email address that you asked for and have not confirmed yet.',
  responses: { 200: z.object({ pending: z.nullable(PendingEmail) }) },
})

export const cancelEmail = endpoint({
  method: 'DELETE',
  path: '/api/restricted/email/change',
  summary: 'Withdraws the request for another email address. Its mailed link no longer works.',
  responses: { 204: null },
})

/** Open to anybody with the link: the owner of the account may be signed out, or locked out by the person who asked. */
export const cancelEmailByLink = endpoint({
  method: 'POST',
  path: '/api/users/email/cancel',
  summary: 'Cancels a change of address, with the button of the mail to the present address. Nothing else changes.',
  body: z.object({ token: MailedSecret }),
  responses: { 204: null },
  errors: ['invalid_link'],
})

export const confirmEmail = endpoint({
  method: 'POST',
  path: '/api/restricted/email/confirm',
  summary: 'Confirms the new email address with its mailed link. Your other sessions end.',
  body: z.object({ token: MailedSecret }),
  responses: { 200: User },
  errors: ['invalid_link'],
})

export const deleteUser = endpoint({
  method: 'DELETE',
  path: '/api/restricted/user',
  summary:
    'Deletes your account. Every session ends at once. For 7 days the mail can undo it; then all data is removed.',
  responses: {
    200: z.object({
      /** With it, the page that asked can undo the deletion for ten minutes. */
      undo: z.string(),
    }),
  },
  errors: ['confirmation_required'],
})

export const undoDeletion = endpoint({
  method: 'POST',
  path: '/api/users/undo_deletion',
  summary: 'Undoes the deletion that returned this secret, within ten minutes. The sessions stay ended: sign in again.',
  body: z.object({ token: MailedSecret }),
  responses: { 204: null },
  errors: ['invalid_link'],
})

/** The event kinds that account changes record in the audit log. */
export const activityKinds = [
  'password_changed',
  'password_change_failed',
  'email_change_asked',
  'email_change_cancelled',
  'email_changed',
  'name_changed',
  'exported',
  'account_deleted',
] as const

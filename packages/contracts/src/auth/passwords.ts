import * as z from 'zod/mini'
import { Instant, text } from '../values.ts'
import type { FieldKey } from '../words/fields.ts'

/**
 * In code points. A limit keeps one request from hashing megabytes. It is four times that of a new password: some keyboards send a letter
 * as several marks, and a password that was set as letters must not be too long then.
 */
const typedMaxLength = 1024

/** A password as a person types it, never trimmed or cut (ASVS 6.2.8). `missing`: what to say if there is none. */
export const typedPassword = (missing: FieldKey) =>
  text(missing).check(z.minLength(1, missing), z.maxLength(typedMaxLength, 'passwordTooLong' satisfies FieldKey))

/** A password that a person types to prove who they are. */
export const Password = typedPassword('passwordMissing')

/** What the owner may see of the password. Its strength is kept nowhere: it would tell a thief which one to guess first. */
export const PasswordState = z.object({
  changedAt: Instant,
  /** Since when it works only on known devices, after too many wrong passwords. */
  strangersRefusedAt: z.nullable(Instant),
})
export type PasswordState = z.infer<typeof PasswordState>

/** The former passwords in an export. Hashes are never included. */
export const exportedFormerPasswords = z.array(z.object({ replacedAt: Instant, refusedAt: z.nullable(Instant) }))

/** The password in an export. The hash is never included. */
export const exportedPassword = z.nullable(
  z.object({ changedAt: Instant, disabledAt: z.nullable(Instant), strangersRefusedAt: z.nullable(Instant) }),
)

/** The event kinds that passwords record in the audit log. Version 0.1 recorded `password_disabled`. */
export const activityKinds = ['password_disabled', 'guessed_on_device', 'guessed_by_strangers'] as const

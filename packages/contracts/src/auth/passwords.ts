import * as z from 'zod/mini'
import { Instant, text } from '../values.ts'

/** In code points. A bound keeps one request from hashing megabytes; NIST SP 800-63B asks for at least 64. */
const passwordMaxLength = 256

/** A password as somebody types it to prove who they are: never trimmed, folded or cut (ASVS 6.2.8). */
export const Password = text('Enter your password.').check(
  z.minLength(1, 'Enter your password.'),
  z.maxLength(passwordMaxLength, `A password has at most ${passwordMaxLength} characters.`),
)

/** What a server asks of a new password unless it is set up otherwise; then its answer says so. In code points. */
export const usualMinLength = 12

/** A password that somebody chooses; no rules on what it is made of (ASVS 6.2.5). `minLength` is in code points. */
export const newPassword = (minLength: number) =>
  Password.check(z.minLength(minLength, `Use at least ${minLength} characters.`))

/** What an export holds of it: never the hash. */
export const exportedPassword = z.nullable(
  z.object({ changedAt: Instant, disabledAt: z.nullable(Instant), strangersRefusedAt: z.nullable(Instant) }),
)

/** What the audit log records of it. */
export const activityKinds = ['password_disabled', 'guessed_by_strangers'] as const

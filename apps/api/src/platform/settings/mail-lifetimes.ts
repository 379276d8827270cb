import * as z from 'zod/mini'
import { duration } from './setting-values.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export const durationWithin = (least: [number, string], most: [number, string]) =>
  z.pipe(
    duration,
    z.number().check(z.gte(least[0], `must be at least ${least[1]}`), z.lte(most[0], `must be at most ${most[1]}`)),
  )

/**
 * How long mailed links and codes work. Most work longer than ten minutes, because a server that does not know the sender may hold a mail back
 * for a quarter of an hour (greylisting, RFC 6647). NIST SP 800-63B-4 allows 24 hours for recovery by mail. The limit on reset mails
 * relies on the shortest reset link (`limits/rules.ts`).
 */
export const mailLifetimeVariables = {
  RESET_LINK_LIFETIME: z.optional(durationWithin([10 * minute, '10m'], [day, '24h'])),
  CONFIRM_LINK_LIFETIME: z.optional(durationWithin([hour, '1h'], [7 * day, '7d'])),
  SIGN_UP_CODE_LIFETIME: z.optional(durationWithin([10 * minute, '10m'], [hour, '1h'])),
  SIGN_IN_CODE_LIFETIME: z.optional(durationWithin([10 * minute, '10m'], [hour, '1h'])),
}

type Variables = { readonly [Name in keyof typeof mailLifetimeVariables]?: number | undefined }

/** In milliseconds. */
export const mailLifetimes = (env: Variables) => ({
  resetLink: env.RESET_LINK_LIFETIME ?? hour,
  /** Links that prove an address: of a sign-up, and of a change of address. */
  confirmLink: env.CONFIRM_LINK_LIFETIME ?? day,
  signUpCode: env.SIGN_UP_CODE_LIFETIME ?? 30 * minute,
  /** The limit of NIST SP 800-63B-4 section 3.1.3 and ASVS 6.5.5 for codes over another channel. The page offers another one at once. */
  signInCode: env.SIGN_IN_CODE_LIFETIME ?? 10 * minute,
})

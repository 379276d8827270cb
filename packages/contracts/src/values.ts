import * as z from 'zod/mini'

/** Text that every part of the system can hold: Postgres refuses NUL, and a lone surrogate is not UTF-8. */
export const text = (sentence: string) =>
  z
    .string({ error: sentence })
    .check(
      z.refine(value => value.isWellFormed() && !value.includes('\0'), 'This holds a character that cannot be used.'),
    )

/** A secret out of a mail, as its link carries it; whether it is one of ours, only its signature tells. */
export const MailedSecret = text('This link is not complete.').check(
  z.minLength(1, 'This link is not complete.'),
  z.maxLength(256, 'This link is not one of ours.'),
)

/** A UUID of any version; ours are version 7 (RFC 9562). */
export const Id = z.uuid()

/** An instant: ISO 8601, UTC. */
export const Instant = z.iso.datetime()

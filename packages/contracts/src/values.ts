import * as z from 'zod/mini'
import type { FieldKey } from './words/fields.ts'

/** Text that every part of the system can store. Postgres refuses NUL, and a lone surrogate is not valid UTF-8. */
export const text = (sentence: FieldKey) =>
  z.string({ error: sentence }).check(
    // Not `isWellFormed`, which older browsers lack. With the flag u, only a lone surrogate matches.
    z.refine(value => !/\p{Surrogate}/u.test(value) && !value.includes('\0'), 'unusable' satisfies FieldKey),
  )

/** A UUID of any version. Our own are version 7 (RFC 9562). */
export const Id = z.uuid()

/** An instant: ISO 8601, UTC. */
export const Instant = z.iso.datetime()

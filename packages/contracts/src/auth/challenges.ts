import * as z from 'zod/mini'
import { Instant } from '../values.ts'

/** What an export holds of it: what is open, or was, by its purpose and never with its secret. */
export const exportedChallenges = z.array(
  z.object({
    purpose: z.string(),
    address: z.nullable(z.string()),
    /** What somebody who signed up wanted to be called. */
    name: z.nullable(z.string()),
    /** What a mail with the button "This wasn't me" told. */
    notice: z.nullable(z.string()),
    /** Codes that were tried. */
    tries: z.int(),
    createdAt: Instant,
    expiresAt: Instant,
    usedAt: z.nullable(Instant),
  }),
)

import * as z from 'zod/mini'
import { Instant } from '../values.ts'

/** The challenges in an export, open and used ones. Secrets are never included. */
export const exportedChallenges = z.array(
  z.object({
    purpose: z.string(),
    address: z.nullable(z.string()),
    /** The name that was entered at sign-up. */
    name: z.nullable(z.string()),
    /** The kind of notice that was mailed with the button "This wasn't me". */
    notice: z.nullable(z.string()),
    /** How many codes were tried. */
    tries: z.int(),
    createdAt: Instant,
    expiresAt: Instant,
    usedAt: z.nullable(Instant),
  }),
)

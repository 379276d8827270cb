import * as z from 'zod/mini'
import { Instant } from '../values.ts'

/** What an export holds of it: what waits to be mailed to them, or was within the last day. */
export const exportedJobs = z.array(
  z.object({
    kind: z.string(),
    createdAt: Instant,
    address: z.nullable(z.string()),
    ip: z.nullable(z.string()),
    userAgent: z.nullable(z.string()),
  }),
)

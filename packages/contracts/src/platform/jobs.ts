import * as z from 'zod/mini'
import { Instant } from '../values.ts'

/** The jobs in an export: mails that wait to be sent to the person, or were sent within the last day. */
export const exportedJobs = z.array(
  z.object({
    kind: z.string(),
    createdAt: Instant,
    address: z.nullable(z.string()),
    ip: z.nullable(z.string()),
    userAgent: z.nullable(z.string()),
  }),
)

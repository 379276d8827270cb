import * as z from 'zod/mini'
import { Id, Instant } from '../values.ts'

/** One thing that happened to your account. */
export const ActivityEvent = z.object({
  id: Id,
  at: Instant,
  /** One of `activityKinds` (activity-kinds.ts), or one that a later version added. */
  kind: z.string(),
  /** How many alike it stands for. */
  count: z.int(),
  /** Whether the session that asks did it, or had it happen. */
  current: z.boolean(),
  ip: z.nullable(z.string()),
  device: z.object({ browser: z.nullable(z.string()), os: z.nullable(z.string()) }),
})
export type ActivityEvent = z.infer<typeof ActivityEvent>

/** What an export holds of it: oldest first, for as long as events are kept; the last 10,000. */
export const exportedActivity = z.array(
  z.extend(ActivityEvent, {
    address: z.nullable(z.string()),
    userAgent: z.nullable(z.string()),
    sessionId: z.nullable(Id),
    deviceId: z.nullable(Id),
    requestId: z.nullable(z.string()),
  }),
)

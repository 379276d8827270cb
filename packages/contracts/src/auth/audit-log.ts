import * as z from 'zod/mini'
import { Id, Instant } from '../values.ts'
import { Device } from './clients.ts'

/** One thing that happened to your account. */
export const ActivityEvent = z.object({
  id: Id,
  at: Instant,
  /** One of `activityKinds` (activity-kinds.ts), or one that a later version added. */
  kind: z.string(),
  /** How many similar events this one stands for. */
  count: z.int(),
  /** Whether the event belongs to the session that makes this request. */
  current: z.boolean(),
  ip: z.nullable(z.string()),
  /** The client that did it. */
  device: Device,
})
export type ActivityEvent = z.infer<typeof ActivityEvent>

/** The activity in an export: the last 10,000 events that are still stored, oldest first. */
export const exportedActivity = z.array(
  z.extend(ActivityEvent, {
    address: z.nullable(z.string()),
    userAgent: z.nullable(z.string()),
    sessionId: z.nullable(Id),
    deviceId: z.nullable(Id),
    requestId: z.nullable(z.string()),
    /** Whether an admin did it, on the admin pages. */
    byAdmin: z.boolean(),
  }),
)

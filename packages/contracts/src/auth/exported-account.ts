import * as z from 'zod/mini'
import { Id, Instant } from '../values.ts'
import { Role } from './roles.ts'
import { Session } from './sessions.ts'
import { User } from './users.ts'

// Apart from the sessions and users that every page needs, because no page reads an export.

/** The user in an export. */
export const exportedUser = z.extend(User, {
  updatedAt: Instant,
  disabledAt: z.nullable(Instant),
  secondFactorSince: z.nullable(Instant),
  secondFactorRequiredAt: z.nullable(Instant),
  role: Role,
})

/** The sessions in an export. */
export const exportedSessions = z.array(
  z.extend(Session, {
    methods: z.array(z.string()),
    userAgent: z.nullable(z.string()),
    authenticatedAt: Instant,
    confirmedAt: z.nullable(Instant),
    remembered: z.boolean(),
    deviceId: z.nullable(Id),
  }),
)

/** The known devices in an export. */
export const exportedDevices = z.array(
  z.object({
    id: Id,
    name: z.nullable(z.string()),
    createdAt: Instant,
    lastSeenAt: Instant,
    revokedAt: z.nullable(Instant),
    /** Until then it is asked for no second factor. */
    trustedUntil: z.nullable(Instant),
  }),
)

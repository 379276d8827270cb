import type { Export } from '@latchkey/contracts/auth/account'
import type { ActivityEvent } from '@latchkey/contracts/auth/activity'
import type { Session as PublicSession } from '@latchkey/contracts/auth/sessions'
import type { User as PublicUser } from '@latchkey/contracts/auth/users'
import type { AuditEvent, Challenge, Device, Session, User } from '@latchkey/database/models'
import * as z from 'zod/mini'
import type { KeptJob } from '../../platform/jobs/jobs.ts'

export interface Everything extends User {
  readonly password: {
    readonly changedAt: Date
    readonly disabledAt: Date | null
    readonly strangersRefusedAt: Date | null
  } | null
  readonly sessions: readonly Session[]
  readonly devices: readonly Device[]
  readonly challenges: readonly Challenge[]
  readonly activity: readonly AuditEvent[]
  readonly jobs: readonly KeptJob[]
  readonly product: Export['product']
}

/** What of a payload, or of a job, is the person's own. */
const Told = z.object({
  name: z.catch(z.nullable(z.string()), null),
  notice: z.catch(z.nullable(z.string()), null),
  email: z.catch(z.nullable(z.string()), null),
  ip: z.catch(z.nullable(z.string()), null),
  userAgent: z.catch(z.nullable(z.string()), null),
})

/** How the rest of the API shows what the export says more of. */
interface Present {
  readonly user: PublicUser
  session(session: Session): PublicSession
  event(event: AuditEvent): ActivityEvent
}

/** Everything that is kept about a person, but for what proves something: hashes, secrets, codes. */
export const presentExport = (kept: Everything, now: Date, present: Present): Export => ({
  exportedAt: now.toISOString(),
  user: { ...present.user, updatedAt: kept.updatedAt.toISOString(), disabledAt: at(kept.disabledAt) },
  password: kept.password && {
    changedAt: kept.password.changedAt.toISOString(),
    disabledAt: at(kept.password.disabledAt),
    strangersRefusedAt: at(kept.password.strangersRefusedAt),
  },
  sessions: kept.sessions.map(session => ({
    ...present.session(session),
    methods: session.methods,
    userAgent: session.userAgent,
    authenticatedAt: session.authenticatedAt.toISOString(),
    confirmedAt: at(session.confirmedAt),
    remembered: session.remembered,
    deviceId: session.deviceId,
  })),
  devices: kept.devices.map(({ id, createdAt, lastSeenAt, revokedAt }) => ({
    id,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    revokedAt: at(revokedAt),
  })),
  challenges: kept.challenges.map(({ purpose, address, payload, tries, createdAt, expiresAt, usedAt }) => {
    const { name, notice } = Told.parse(payload)
    const when = { createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString(), usedAt: at(usedAt) }
    return { purpose, address, name, notice, tries, ...when }
  }),
  activity: kept.activity.map(event => {
    const { address, userAgent, sessionId, deviceId, requestId } = event
    return { ...present.event(event), address, userAgent, sessionId, deviceId, requestId }
  }),
  product: kept.product,
  jobs: kept.jobs.map(({ kind, createdAt, data }) => {
    const { email: address, ip, userAgent } = Told.parse(data)
    return { kind, createdAt: createdAt.toISOString(), address, ip, userAgent }
  }),
})

const at = (instant: Date | null): string | null => instant?.toISOString() ?? null

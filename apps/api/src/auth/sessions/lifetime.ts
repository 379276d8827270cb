import type { EndReason } from '@latchkey/contracts/auth/sessions'
import type { Session, User } from '@latchkey/database/models'
import type { Settings } from '../../platform/settings/settings.ts'

type Limits = Settings['sessions']
type Lifetime = Pick<Session, 'revokedAt' | 'endReason' | 'expiresAt' | 'lastSeenAt' | 'remembered'>

/** When a user was disabled or deleted, if at all. */
export type UserStatus = Pick<User, 'disabledAt' | 'deletedAt'>

/** The status of a user who was just found to be active. */
export const activeUser: UserStatus = { disabledAt: null, deletedAt: null }

/** `lastSeenAt` is written at most this often, so idle time is known only to this precision. */
export const lastSeenPrecisionMs = 60_000

/** How long a session may live from its creation, in milliseconds. */
export const lifetimeOf = (limits: Limits, remembered: boolean) =>
  (remembered ? limits.remembered : limits.fleeting).lifetime

/** How long a session may be idle, in milliseconds. */
export const idleTimeOf = (limits: Limits, remembered: boolean) =>
  (remembered ? limits.remembered : limits.fleeting).idle + lastSeenPrecisionMs

/** A session that was last seen at this time, or before, is idle. */
export const idleSince = (now: Date, limits: Limits, remembered: boolean) =>
  new Date(now.getTime() - idleTimeOf(limits, remembered))

/** Why a session has ended at `now`, or null if it is live. It is revoked if `revokedAt` is set, even by SQL and without a reason. */
export function endOf(session: Lifetime, user: UserStatus, now: Date, limits: Limits): EndReason | string | null {
  if (session.revokedAt) return session.endReason ?? 'revoked_by_admin'
  if (user.disabledAt) return 'account_disabled'
  if (user.deletedAt) return 'account_deleted'
  if (now >= session.expiresAt) return 'expired'
  return now.getTime() >= session.lastSeenAt.getTime() + idleTimeOf(limits, session.remembered) ? 'idle' : null
}

/**
 * The same rule as a query condition: sessions that are live at `now` by their own rows. The caller checks the user's status: it holds
 * the user's row, or calls `endOf` on the result.
 */
export const livingAt = (now: Date, limits: Limits) => ({
  revokedAt: null,
  expiresAt: { gt: now },
  OR: [true, false].map(remembered => ({
    remembered,
    lastSeenAt: { gt: idleSince(now, limits, remembered) },
  })),
})

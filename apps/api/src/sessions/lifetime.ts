import type { EndReason } from '@latchkey/contracts/sessions'
import type { Session, User } from '@latchkey/database/models'
import type { Settings } from '../settings.ts'

type Limits = Settings['sessions']

/** `lastSeenAt` is written at most this often, so idle time is known no better than this. */
export const lastSeenPrecisionMs = 60_000

/** How long a session may live from its creation, in milliseconds. */
export const lifetimeOf = (limits: Limits, remembered: boolean) =>
  (remembered ? limits.remembered : limits.fleeting).lifetime

/** Why a session is over at `now`, or null while it lives. Revoked means `revokedAt` is set, whoever set it and with or without a reason. */
export function endOf(session: Session, user: User, now: Date, limits: Limits): EndReason | string | null {
  if (session.revokedAt) return session.endReason ?? 'revoked_by_admin'
  if (user.disabledAt) return 'account_disabled'
  if (now >= session.expiresAt) return 'expired'
  return session.lastSeenAt <= idleSince(now, limits, session.remembered) ? 'idle' : null
}

/** The same rule as a condition for queries: sessions that live at `now`. */
export const livingAt = (now: Date, limits: Limits) => ({
  revokedAt: null,
  expiresAt: { gt: now },
  OR: [true, false].map(remembered => ({ remembered, lastSeenAt: { gt: idleSince(now, limits, remembered) } })),
})

const idleSince = (now: Date, limits: Limits, remembered: boolean) =>
  new Date(now.getTime() - (remembered ? limits.remembered : limits.fleeting).idle - lastSeenPrecisionMs)

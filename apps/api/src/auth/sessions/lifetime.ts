import type { EndReason } from '@latchkey/contracts/auth/sessions'
import type { Session, User } from '@latchkey/database/models'
import type { Settings } from '../../platform/settings/settings.ts'

type Limits = Settings['sessions']
type Lifetime = Pick<Session, 'revokedAt' | 'endReason' | 'expiresAt' | 'lastSeenAt' | 'remembered'>

/** Whether a person may be here at all. */
export type UserStatus = Pick<User, 'disabledAt' | 'deletedAt'>

/** Of somebody who was seen to be active a moment ago. */
export const activeUser: UserStatus = { disabledAt: null, deletedAt: null }

/** `lastSeenAt` is written at most this often, so idle time is known no better than this. */
export const lastSeenPrecisionMs = 60_000

/** How long a session may live from its creation, in milliseconds. */
export const lifetimeOf = (limits: Limits, remembered: boolean) =>
  (remembered ? limits.remembered : limits.fleeting).lifetime

/** How long a session may go unseen, in milliseconds. */
export const idleTimeOf = (limits: Limits, remembered: boolean) =>
  (remembered ? limits.remembered : limits.fleeting).idle + lastSeenPrecisionMs

/** Why a session is over at `now`, or null while it lives. Revoked means `revokedAt` is set, whoever set it and with or without a reason. */
export function endOf(session: Lifetime, user: UserStatus, now: Date, limits: Limits): EndReason | string | null {
  if (session.revokedAt) return session.endReason ?? 'revoked_by_admin'
  if (user.disabledAt) return 'account_disabled'
  if (user.deletedAt) return 'account_deleted'
  if (now >= session.expiresAt) return 'expired'
  return now.getTime() >= session.lastSeenAt.getTime() + idleTimeOf(limits, session.remembered) ? 'idle' : null
}

/**
 * The same rule as a condition for queries: sessions that live at `now`, as far as their own rows tell. Whose they are is for
 * the caller to know: it holds the person's row, or lists what `endOf` judges once more.
 */
export const livingAt = (now: Date, limits: Limits) => ({
  revokedAt: null,
  expiresAt: { gt: now },
  OR: [true, false].map(remembered => ({
    remembered,
    lastSeenAt: { gt: new Date(now.getTime() - idleTimeOf(limits, remembered)) },
  })),
})

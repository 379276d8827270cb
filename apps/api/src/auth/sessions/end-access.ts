import type { EndReason } from '@latchkey/contracts/auth/sessions'
import type { Session } from '@latchkey/database/models'
import type { LockedAccount } from '../account/change-account.ts'
import { type Purpose, voidChallenges, voidLinks } from '../challenges/service.ts'
import { endTrust, revokeDevices } from './devices.ts'
import { endSessions } from './lifecycle.ts'

export const mailedLinks = ['reset', 'email_change', 'cancel_email'] as const satisfies Purpose[]
/** A request to remove all second factors, and the button that cancels it. */
const factorReset = ['factor_reset', 'keep_factors'] as const satisfies Purpose[]
/** What a page keeps of a sign-in or a change that is not finished. It always ends too. */
export const unfinished = ['sign_in', 'email_code', 'add_passkey', 'confirm'] as const satisfies Purpose[]

/**
 * What ends together with an account's sessions, by reason: mailed links and known devices. This table is the whole policy
 * (docs/policies.md); a new reason must be added here.
 */
const consequences = {
  // Someone with the old password may have made their browser a known device.
  password_changed: { links: mailedLinks, devices: true },
  password_reset: { links: mailedLinks, devices: true },
  // `recovery` voids the mailed links itself, and keeps some earlier ones.
  not_me: { links: [], devices: true },
  account_kept: { links: [], devices: true },
  email_changed: { links: mailedLinks, devices: false },
  account_deleted: { links: [...mailedLinks, ...factorReset], devices: false },
  account_disabled: { links: factorReset, devices: false },
  factor_added: { links: mailedLinks, devices: true },
  // The one that was removed may be in a thief's hands, and so may a session that was begun with it.
  factor_removed: { links: [], devices: true },
  factors_removed: { links: [...mailedLinks, ...factorReset], devices: true },
  revoked_by_you: { links: [], devices: true },
  // Not the mailed links: an admin may have started a reset just before.
  revoked_by_admin: { links: [], devices: true },
} as const satisfies Partial<Record<EndReason, { links: readonly Purpose[]; devices: boolean }>>

/** Ends the account's sessions, except one, and the links and devices of the table. Returns how many sessions were live. */
export async function endAccess(
  account: LockedAccount,
  reason: keyof typeof consequences,
  { except = null }: { except?: Pick<Session, 'id' | 'deviceId'> | null } = {},
): Promise<number> {
  const { links, devices } = consequences[reason]
  const ended = await endSessions(account, reason, except?.id)
  await voidChallenges(account, [...links, ...unfinished])
  await voidLinks(account)
  if (!devices) return ended
  await revokeDevices(account, { except: except?.deviceId ?? null })
  if (account.user.secondFactorSince) await endTrust(account)
  return ended
}

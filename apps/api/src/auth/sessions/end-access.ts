import type { EndReason } from '@latchkey/contracts/auth/sessions'
import type { Session } from '@latchkey/database/models'
import type { LockedAccount } from '../account/change-account.ts'
import { type Purpose, voidChallenges } from '../challenges/service.ts'
import { revokeDevices } from './devices.ts'
import { endSessions } from './lifecycle.ts'

const mailedLinks = ['reset', 'email_change'] as const satisfies Purpose[]

/**
 * What ends with an account's sessions, by the reason: links that were mailed, and devices that were known. The whole policy is in this table
 * (docs/policies.md); a reason that is added must say it here.
 */
const consequences = {
  // Whoever had the old password may have made a browser known by it.
  password_changed: { links: mailedLinks, devices: true },
  password_reset: { links: mailedLinks, devices: true },
  // What was mailed is closed by who was there first: `recovery`.
  not_me: { links: [], devices: true },
  email_changed: { links: mailedLinks, devices: false },
  account_deleted: { links: mailedLinks, devices: false },
  account_disabled: { links: [], devices: false },
  revoked_by_you: { links: [], devices: true },
} as const satisfies Partial<Record<EndReason, { links: readonly Purpose[]; devices: boolean }>>

/** Ends whatever gives access to an account: its sessions, but the one excepted, and what goes with them. Answers how many sessions lived. */
export async function endAccess(
  account: LockedAccount,
  reason: keyof typeof consequences,
  { except = null }: { except?: Pick<Session, 'id' | 'deviceId'> | null } = {},
): Promise<number> {
  const { links, devices } = consequences[reason]
  const ended = await endSessions(account, reason, except?.id)
  if (links.length > 0) await voidChallenges(account, links)
  if (devices) await revokeDevices(account, { except: except?.deviceId ?? null })
  return ended
}

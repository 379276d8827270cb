import type { ActivityKind } from '@latchkey/contracts/activity-kinds'
import type { FactorMethod } from '@latchkey/contracts/auth/signed-in'
import type { LockedAccount } from '../account/change-account.ts'
import {
  hasPasskey,
  keepsPasskey,
  listPasskeyTimes,
  removePasskey,
  removePasskeysSince,
  renamePasskey,
} from '../passkeys/service.ts'
import { hasRecoveryCodes } from '../recovery-codes/service.ts'
import { hasTotp, keepsTotp, listTotpTimes, removeTotp, removeTotpSince, renameTotp } from '../totp/service.ts'

/** A kind of second factor of which a person has any number, each with an id and a name. */
interface Kind {
  readonly method: FactorMethod
  readonly removed: ActivityKind
  /** Whether the person has one that can be proven here. */
  readonly has: (account: LockedAccount) => Promise<boolean>
  /** Whether the person has any. Passkeys of another site work again if `RP_ID` is set back, and apps with their `APP_SECRET`. */
  readonly keeps: (account: LockedAccount) => Promise<boolean>
  /** When each of those was added that the person can prove. */
  readonly addedAt: (account: LockedAccount) => Promise<Date[]>
  /** False if the person has none with this id. */
  readonly rename: (account: LockedAccount, id: string, name: string) => Promise<boolean>
  readonly remove: (account: LockedAccount, id: string) => Promise<boolean>
  /** Removes those that were added at or after `since`. Returns how many. */
  readonly removeSince: (account: LockedAccount, since: Date) => Promise<number>
}

/** Every kind. */
export const kinds: readonly Kind[] = [
  {
    method: 'passkey',
    removed: 'passkey_removed',
    has: hasPasskey,
    keeps: keepsPasskey,
    addedAt: listPasskeyTimes,
    rename: renamePasskey,
    remove: removePasskey,
    removeSince: removePasskeysSince,
  },
  {
    method: 'totp',
    removed: 'totp_removed',
    has: hasTotp,
    keeps: keepsTotp,
    addedAt: listTotpTimes,
    rename: renameTotp,
    remove: removeTotp,
    removeSince: removeTotpSince,
  },
]

/** Whether the person has a second factor that can be proven here. Recovery codes alone are none. */
export async function hasAnyFactor(account: LockedAccount): Promise<boolean> {
  for (const { has } of kinds) if (await has(account)) return true
  return false
}

/** Whether the person has any second factor left, also one that cannot be proven here now. */
export async function keepsAnyFactor(account: LockedAccount): Promise<boolean> {
  for (const { keeps } of kinds) if (await keeps(account)) return true
  return false
}

/** What the person can prove a second factor with. */
export async function methodsOf(account: LockedAccount): Promise<FactorMethod[]> {
  const methods: FactorMethod[] = []
  for (const { method, has } of kinds) if (await has(account)) methods.push(method)
  if (await hasRecoveryCodes(account)) methods.push('recovery_code')
  return methods
}

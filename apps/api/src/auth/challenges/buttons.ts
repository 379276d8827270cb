import type { Database, Transaction } from '@latchkey/database/client'
import type { Challenge } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import type { LockedAccount } from '../account/change-account.ts'
import * as store from './button-store.ts'

// The buttons of security mails: "this wasn't me", and keep a deleted account.

/** The newest open button of the account's person that was mailed, or will be, to this address by this kind of notice. */
export const findNewestNotice = (
  { tx, user, now }: LockedAccount,
  which: { name: string; address: string; since: Date },
): Promise<Challenge | null> => store.findNewestNotice(tx, { userId: user.id, ...which }, now)

/** The challenge by which an address can reclaim its former account. It is the oldest open one: the first owner has priority. */
export const findReclaim = (
  deps: Deps,
  db: Database | Transaction,
  which: { address: string; userId?: string | { not: string } },
): Promise<Challenge | null> => store.findReclaim(db, which, deps.clock.now())

/** The open reclaims of this account: the oldest one of each address. */
export async function findReclaimsOf({ deps, tx, user, now }: LockedAccount): Promise<Challenge[]> {
  const addresses = await store.listReclaimAddresses(tx, user.id, now)
  const found = await Promise.all(addresses.map(address => findReclaim(deps, tx, { address, userId: user.id })))
  return found.filter(reclaim => reclaim !== null)
}

/**
 * Closes a person's open challenges after a button mailed to `address` was used: all links, and the other buttons mailed there. If
 * the button restores the address, it also closes everything since that reclaim (`since`). Earlier buttons to other addresses stay:
 * after several changes the first owner has priority, by any of their mails, and no later owner can end that with a button. `except`:
 * buttons of these kinds of notice stay, too.
 */
export const voidAllButEarlier = (
  { tx, user, now }: LockedAccount,
  by: { address: string; since: Date | undefined; except: readonly string[] },
) => store.closeAllButEarlier(tx, user.id, by, now)

/** When the first open button of these kinds of notice was opened, whichever address it was mailed to. Null if there is none. */
export const findFirstNotice = ({ tx, user, now }: LockedAccount, names: readonly string[]): Promise<Date | null> =>
  store.findFirstNotice(tx, user.id, names, now)

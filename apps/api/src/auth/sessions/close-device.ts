import type { LockedAccount } from '../account/change-account.ts'
import * as deviceStore from './device-store.ts'
import { endSession } from './lifecycle.ts'
import * as store from './store.ts'

/**
 * Ends the access of a browser in which too many wrong passwords were entered: it is no longer known, and the session in which they
 * were entered ends. Everything else of the account goes on. False if nothing changed.
 */
export async function closeDevice(
  account: LockedAccount,
  { deviceId, sessionId }: { deviceId: string | null; sessionId: string | null },
): Promise<boolean> {
  const { tx, user, now } = account
  const session = sessionId === null ? null : await store.findOfUser(tx, user.id, sessionId)
  const isEnded = session !== null && (await endSession(account, session, 'guessed'))
  const revoked = deviceId === null ? 0 : await deviceStore.revoke(tx, { userId: user.id, id: deviceId }, now)
  return isEnded || revoked > 0
}

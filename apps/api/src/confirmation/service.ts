import type { Database, Transaction } from '@latchkey/database/client'
import type { Session, User } from '@latchkey/database/models'
import { mintToken, readToken } from '../crypto/token.ts'
import type { Deps } from '../deps.ts'
import { ApiError } from '../errors.ts'
import { endOf } from '../live-sessions/lifetime.ts'
import type { Principal } from '../principal.ts'
import * as store from './store.ts'

/** How long a password that was typed again opens what is sensitive. */
const confirmedForMs = 10 * 60_000

/** A session, and the token of it that a request brought. */
export interface HeldSession {
  readonly id: string
  readonly token: string
}

/**
 * Gives a session a new token, and so takes it from whoever holds the old one (ASVS 7.2.4). Of two who rotate the same token at
 * once one gets the new one: the exchange names the hash of the old. Forget the session in `liveSessions` once `tx` is committed.
 * @throws {ApiError} invalid_token where the token was exchanged meanwhile; session_ended
 */
export async function rotateToken(deps: Deps, tx: Transaction, { id, token }: HeldSession): Promise<string> {
  const keys = deps.keys('session token')
  const held = readToken(keys, token)
  const minted = mintToken(keys)
  const isExchanged =
    held !== null &&
    (await store.exchangeToken(tx, { id, held: held.hash }, minted.hash, deps.clock.now(), deps.settings.sessions))
  if (isExchanged) return minted.token
  await requireLiving(deps, id, tx)
  throw new ApiError('invalid_token')
}

/**
 * Notes that the session's person has proven themselves again, and rotates its token.
 * @throws {ApiError} as `rotateToken`
 */
export async function confirmSession(
  deps: Deps,
  tx: Transaction,
  session: HeldSession,
): Promise<{ token: string; confirmedUntil: Date }> {
  const now = deps.clock.now()
  const token = await rotateToken(deps, tx, session)
  await store.setConfirmed(tx, session.id, now)
  return { token, confirmedUntil: new Date(now.getTime() + confirmedForMs) }
}

/**
 * Passes a session that lives and was confirmed within the last ten minutes. The database is asked each time, since memory may
 * lag (GHSA-xg6x-h9c9-2m83); within a transaction that holds the person's row the answer stays true until it ends.
 * @throws {ApiError} confirmation_required; session_ended; invalid_token
 */
export async function requireConfirmed(
  deps: Deps,
  { session }: Principal,
  db: Database | Transaction = deps.db,
): Promise<Session & { user: User }> {
  const living = await requireLiving(deps, session.id, db)
  const { confirmedAt } = living
  const isConfirmed = confirmedAt !== null && deps.clock.now().getTime() < confirmedAt.getTime() + confirmedForMs
  if (!isConfirmed) throw new ApiError('confirmation_required')
  return living
}

/**
 * The session, and whose it is, as the database has it now.
 * @throws {ApiError} session_ended; invalid_token where it is gone
 */
export async function requireLiving(
  deps: Deps,
  id: string,
  db: Database | Transaction = deps.db,
): Promise<Session & { user: User }> {
  const found = await store.findWithUser(db, id)
  if (!found) throw new ApiError('invalid_token')
  const reason = endOf(found, found.user, deps.clock.now(), deps.settings.sessions)
  if (reason !== null) throw new ApiError('session_ended', { reason })
  return found
}

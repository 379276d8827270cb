import type { Session } from '@latchkey/database/models'
import type { SessionContext } from '../../platform/context.ts'
import { mintToken, readToken } from '../../platform/crypto/token.ts'
import { ApiError } from '../../platform/errors.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { type Method, withAssurance } from '../factors/assurance.ts'
import type { DeviceToken } from './device-cookie.ts'
import { renewDeviceOf } from './devices.ts'
import { endOf } from './lifetime.ts'
import * as store from './store.ts'

/** How long a confirmation allows sensitive actions. */
const confirmedForMs = 10 * 60_000

type OwnAccount = LockedAccount<SessionContext>
/** The person whose session asks. `act.ts` of the admin pages holds the row of an admin, while the account that they act on is locked. */
type Asking = Pick<OwnAccount, 'deps' | 'tx' | 'user' | 'now' | 'context'>

/**
 * The session of the request, read from the database: it may have ended since the guard's check.
 * @throws {ApiError} session_ended; invalid_token if its row is gone
 */
export async function requireSession({ deps, tx, user, now, context }: Asking): Promise<Session> {
  const session = await store.find(tx, context.session.id)
  if (!session) throw new ApiError('invalid_token')
  const reason = endOf(session, user, now, deps.settings.sessions)
  if (reason !== null) throw new ApiError('session_ended', { reason })
  return session
}

/**
 * The same, if it was confirmed within the last ten minutes. Reads the database, since memory may lag (GHSA-xg6x-h9c9-2m83).
 * @throws {ApiError} confirmation_required; session_ended; invalid_token
 */
export async function requireConfirmed(account: Asking): Promise<Session> {
  const session = await requireSession(account)
  const { confirmedAt } = session
  const isConfirmed = confirmedAt !== null && account.now.getTime() < confirmedAt.getTime() + confirmedForMs
  if (!isConfirmed) throw new ApiError('confirmation_required')
  return session
}

/** What a client holds after its session's tokens were replaced. */
export interface RotatedTokens {
  readonly token: string
  /** The new token of a known browser. Null for an API client. */
  readonly device: DeviceToken | null
}

/**
 * Gives the session of the request a new token, and its browser too; the old ones stop working (ASVS 7.2.4). Of two concurrent
 * rotations only one succeeds: the update names the old token's hash.
 * @throws {ApiError} invalid_token if the token was exchanged meanwhile; session_ended
 */
export async function rotateTokens(account: OwnAccount): Promise<RotatedTokens> {
  const { deps, tx, now, context } = account
  const { id } = context.session
  const keys = deps.keys('session token')
  const held = readToken(keys, context.token.token)
  const minted = mintToken(keys)
  const isExchanged =
    held !== null && (await store.exchangeToken(tx, { id, held: held.hash }, minted.hash, now, deps.settings.sessions))
  account.afterCommit(() => deps.sessionCache.forget([id]))
  if (isExchanged) {
    const isBrowser = context.session.delivery === 'cookie'
    const device = isBrowser ? await renewDeviceOf(account, await requireSession(account)) : null
    return { token: minted.token, device }
  }
  await requireSession(account)
  throw new ApiError('invalid_token')
}

/**
 * Records that the session's user has proven their identity again, by these methods, and rotates its tokens. `confirmedBy`: what of
 * them was proven just now.
 * @throws {ApiError} as `rotateTokens`
 */
export async function confirmSession(
  account: OwnAccount,
  methods: readonly Method[],
  { confirmedBy = methods }: { confirmedBy?: readonly Method[] } = {},
): Promise<RotatedTokens & { confirmedUntil: Date }> {
  const { tx, now, context } = account
  const tokens = await rotateTokens(account)
  await store.setConfirmed(tx, context.session.id, { confirmedAt: now, confirmedBy: [...confirmedBy] })
  const proven = withAssurance([...context.methods, ...methods])
  if (proven.length > context.methods.length) await store.setMethods(tx, context.session.id, proven)
  return { ...tokens, confirmedUntil: new Date(now.getTime() + confirmedForMs) }
}

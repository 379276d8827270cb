import type { Prepared, Statement, Transaction } from '@latchkey/database/client'
import type { Session } from '@latchkey/database/models'
import { newId } from '../../platform/crypto/id.ts'
import { batchSize } from '../../platform/jobs/purge.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import { idleSince } from './lifetime.ts'
import { mostEnded, revokeHeld } from './store.ts'

type NewSession = Pick<
  Session,
  | 'userId'
  | 'deviceId'
  | 'tokenHash'
  | 'delivery'
  | 'remembered'
  | 'methods'
  | 'createdAt'
  | 'expiresAt'
  | 'ip'
  | 'userAgent'
  | 'identityId'
  | 'providerSession'
>

/** How many live sessions a user may have. One more ends the oldest. */
const mostLive = 100

/** A session that is too many. */
interface Surplus {
  readonly id: string
  readonly isLive: boolean
}

/**
 * Adds a session. Also returns which of the user's sessions are too many from then on: the oldest live ones beyond the limit, and the
 * oldest ended ones.
 */
export async function insert(
  prepared: Prepared,
  session: NewSession,
  limits: Settings['sessions'],
): Promise<{ session: Session; surplus: Surplus[] }> {
  const {
    userId,
    deviceId,
    tokenHash,
    delivery,
    remembered,
    methods,
    createdAt: now,
    expiresAt,
    ip,
    userAgent,
    identityId,
    providerSession,
  } = session
  const id = newId(now)
  const surplus = await prepared<Surplus>(addedSession, [
    id,
    userId,
    deviceId,
    tokenHash,
    delivery,
    remembered,
    methods,
    now,
    expiresAt,
    ip,
    userAgent,
    identityId,
    providerSession,
    idleSince(now, limits, true),
    idleSince(now, limits, false),
    mostLive - 1,
    mostEnded,
    batchSize,
  ])
  const start = { authenticatedAt: now, confirmedAt: null, confirmedBy: [], lastSeenAt: now }
  return { session: { ...session, ...start, id, revokedAt: null, endReason: null }, surplus }
}

const addedSession: Statement = {
  name: 'add session',
  text: `
    with added as (
      insert into sessions (id, user_id, device_id, token_hash, delivery, remembered, methods, created_at, authenticated_at,
        last_seen_at, expires_at, ip, user_agent, identity_id, provider_session)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8, $9, $10, $11, $12, $13)
    ), others as (
      select id, created_at, revoked_at is null and expires_at > $8 and last_seen_at >
        (case when remembered then $14::timestamptz else $15::timestamptz end) as is_live
      from sessions where user_id = $2
    ), placed as (
      select *, row_number() over (partition by is_live order by created_at desc, id desc) as place from others
    )
    select id, is_live as "isLive" from placed
    where place > (case when is_live then $16::int else $17::int end) limit $18`,
}

/** Revokes sessions that are too many, and deletes those that have ended. Returns the revoked ones. */
export async function endSurplus(
  tx: Transaction,
  surplus: readonly Surplus[],
  now: Date,
  endReason: string,
): Promise<string[]> {
  if (surplus.length === 0) return []
  const live = surplus.flatMap(({ id, isLive }) => (isLive ? id : []))
  const ended = surplus.flatMap(({ id, isLive }) => (isLive ? [] : id))
  await tx.$queryRaw`select id from sessions where id = any(${surplus.map(({ id }) => id)}::uuid[]) order by id for no key update`
  await revokeHeld(tx, live, now, endReason)
  await tx.session.deleteMany({ where: { id: { in: ended } } })
  return live
}

import type { Connections, Statement } from '@latchkey/database/client'
import type { Session, User } from '@latchkey/database/models'

/** A session with its user's data. */
export interface SessionRow extends Omit<Session, 'tokenHash' | 'deviceId'>, Pick<User, 'disabledAt' | 'deletedAt'> {
  email: string
  name: string | null
  language: string | null
  timeZone: string | null
  secondFactorSince: Date | null
  secondFactorRequiredAt: Date | null
  role: string
  userCreatedAt: Date
  /** The database's time. */
  now: Date
}

// Prisma took five times as long for this row (docs/decisions/009).
const findByTokenHash: Statement = {
  name: 'session by token hash',
  text: `
    select s.id, s.user_id as "userId", s.delivery, s.remembered, s.methods, s.created_at as "createdAt",
      s.authenticated_at as "authenticatedAt", s.confirmed_at as "confirmedAt", s.confirmed_by as "confirmedBy", s.last_seen_at as "lastSeenAt",
      s.expires_at as "expiresAt", s.revoked_at as "revokedAt", s.end_reason as "endReason", s.ip, s.user_agent as "userAgent",
      u.email, u.name, u.language, u.time_zone as "timeZone",
      u.second_factor_since as "secondFactorSince", u.second_factor_required_at as "secondFactorRequiredAt", u.role, u.disabled_at as "disabledAt", u.deleted_at as "deletedAt", u.created_at as "userCreatedAt",
      clock_timestamp() as now
    from sessions s join users u on u.id = s.user_id
    where s.token_hash = $1`,
}

// Never backwards, and once a minute for all replicas together. Locked in one order: two writes could otherwise deadlock.
const noteLastSeen: Statement = {
  name: 'note last seen',
  text: `
    with noted as (
      select sessions.id, seen.at
      from sessions join unnest($1::uuid[], $2::timestamptz[]) as seen(id, at) on sessions.id = seen.id
      where sessions.last_seen_at < seen.at
      order by sessions.id for no key update of sessions
    )
    update sessions set last_seen_at = noted.at from noted
    where sessions.id = noted.id and sessions.last_seen_at < noted.at`,
}

/** The session with this token hash, read for the cache; null if there is none. */
export async function findSession(connections: Connections, tokenHash: Buffer): Promise<SessionRow | null> {
  const [row] = await connections.prepared<SessionRow>(findByTokenHash, [tokenHash])
  return row ?? null
}

export const writeLastSeen = (connections: Connections, seen: ReadonlyMap<string, Date>) =>
  connections.prepared(noteLastSeen, [[...seen.keys()], [...seen.values()]])

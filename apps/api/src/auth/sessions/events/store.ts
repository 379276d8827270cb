import type { Database } from '@latchkey/database/client'
import type { Session } from '@latchkey/database/models'
import type { UserStatus } from '../lifetime.ts'

type Life = Pick<Session, 'tokenHash' | 'revokedAt' | 'endReason' | 'expiresAt' | 'lastSeenAt' | 'remembered'>

/** A session and its user; each is null if its row is gone. */
export interface Found {
  readonly id: string
  readonly session: Life | null
  readonly user: UserStatus | null
}

type Row = { id: string; hasSession: boolean; hasUser: boolean } & Life & UserStatus

/** Reads any number of sessions and their users in one query. */
export async function findSessions(
  db: Database,
  asked: readonly { sessionId: string; userId: string }[],
): Promise<Found[]> {
  const rows = await db.$queryRaw<Row[]>`
    select asked.id, s.id is not null as "hasSession", s.token_hash as "tokenHash", u.id is not null as "hasUser",
      s.revoked_at as "revokedAt", s.end_reason as "endReason", s.expires_at as "expiresAt",
      s.last_seen_at as "lastSeenAt", s.remembered, u.disabled_at as "disabledAt", u.deleted_at as "deletedAt"
    from unnest(${asked.map(each => each.sessionId)}::uuid[], ${asked.map(each => each.userId)}::uuid[]) as asked(id, user_id)
    left join sessions s on s.id = asked.id
    left join users u on u.id = asked.user_id`
  return rows.map(({ id, hasSession, hasUser, ...row }) => ({
    id,
    session: hasSession ? row : null,
    user: hasUser ? row : null,
  }))
}

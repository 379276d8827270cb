import type { Database } from '@latchkey/database/client'
import type { Session } from '@latchkey/database/models'
import type { UserStatus } from '../lifetime.ts'

type Life = Pick<Session, 'tokenHash' | 'revokedAt' | 'endReason' | 'expiresAt' | 'lastSeenAt' | 'remembered'>

/** A session and its user; each is null if its row is gone. `newestId` is the session that the user started last. */
export interface Found {
  readonly id: string
  readonly newestId: string | null
  readonly session: Life | null
  readonly user: UserStatus | null
}

type Row = { id: string; newestId: string | null; hasSession: boolean; hasUser: boolean } & Life & UserStatus

/** Reads any number of sessions and their users in one query. */
export async function findSessions(
  db: Database,
  asked: readonly { sessionId: string; userId: string }[],
): Promise<Found[]> {
  const rows = await db.$queryRaw<Row[]>`
    select asked.id, s.id is not null as "hasSession", s.token_hash as "tokenHash", u.id is not null as "hasUser",
      s.revoked_at as "revokedAt", s.end_reason as "endReason", s.expires_at as "expiresAt",
      s.last_seen_at as "lastSeenAt", s.remembered, u.disabled_at as "disabledAt", u.deleted_at as "deletedAt",
      (select newest.id from sessions newest where newest.user_id = asked.user_id
        order by newest.created_at desc, newest.id desc limit 1) as "newestId"
    from unnest(${asked.map(each => each.sessionId)}::uuid[], ${asked.map(each => each.userId)}::uuid[]) as asked(id, user_id)
    left join sessions s on s.id = asked.id
    left join users u on u.id = asked.user_id`
  return rows.map(({ id, newestId, hasSession, hasUser, ...row }) => ({
    id,
    newestId,
    session: hasSession ? row : null,
    user: hasUser ? row : null,
  }))
}

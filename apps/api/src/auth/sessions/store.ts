import type { Database, Transaction } from '@latchkey/database/client'
import type { Device, Session, User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { batchSize } from '../../platform/jobs/purge.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import type { Method } from '../factors/assurance.ts'
import { livingAt } from './lifetime.ts'

type Limits = Settings['sessions']

/** The ids of a session and its user. */
const owned = { id: true, userId: true } as const
type Owned = Pick<Session, keyof typeof owned>

/** How many ended sessions are kept of a user. A program that signs in again and again would otherwise fill the table. */
export const mostEnded = 400

export const findByTokenHash = (
  db: Database | Transaction,
  tokenHash: Session['tokenHash'],
): Promise<(Session & { user: User }) | null> =>
  db.session.findUnique({ where: { tokenHash }, include: { user: true } })

export const find = (db: Database | Transaction, id: string): Promise<Session | null> =>
  db.session.findUnique({ where: { id } })

export const findOfUser = (db: Database | Transaction, userId: string, id: string): Promise<Session | null> =>
  db.session.findUnique({ where: { id, userId } })

const withDevice = { include: { device: true } } as const
type WithDevice = Session & { device: Device | null }

export const findOfUserWithDevice = (
  db: Database | Transaction,
  userId: string,
  id: string,
): Promise<WithDevice | null> => db.session.findUnique({ where: { id, userId }, ...withDevice })

/** Those of these sessions that are still kept, with their devices. */
export const findKept = (db: Database, userId: string, ids: string[]): Promise<WithDevice[]> =>
  db.session.findMany({ where: { userId, id: { in: ids } }, ...withDevice })

/** A user's sessions, newest first: all live ones, and those that ended after `since`. */
export async function listOfUser(
  db: Database,
  userId: string,
  now: Date,
  since: Date,
  limits: Limits,
): Promise<WithDevice[]> {
  const living = livingAt(now, limits)
  const [live, ended] = await Promise.all([
    db.session.findMany({ where: { userId, ...living }, ...withDevice }),
    db.session.findMany({
      where: { userId, NOT: living, OR: [{ revokedAt: { gt: since } }, livingAt(since, limits)] },
      orderBy: { createdAt: 'desc' },
      take: mostEnded,
      ...withDevice,
    }),
  ])
  return [...live, ...ended].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
}

/** The latest rows of a user, newest first. */
export const findLatestOfUser = (db: Database, userId: string, count: number): Promise<Session[]> =>
  db.session.findMany({ where: { userId }, orderBy: { createdAt: 'desc' }, take: count })

/** Deletes a session unless it is revoked; a revoked one stays, with when and why. */
export const deleteUnrevoked = (db: Database | Transaction, id: string) =>
  db.session.deleteMany({ where: { id, revokedAt: null } })

/** Revokes one session; only the first call sets when and why. */
export const revoke = (db: Database | Transaction, id: string, now: Date, endReason: string) =>
  db.session.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now, endReason } })

/** The columns that decide whether a session is live. */
export type Life = Pick<Session, 'id' | 'revokedAt' | 'endReason' | 'expiresAt' | 'lastSeenAt' | 'remembered'>

interface WhichOpen {
  userId: string
  except?: string | null
  /** Only sessions that were begun by none of these. */
  without?: readonly Method[]
  /** Only sessions that this identity began. */
  identityId?: string | null
}

/**
 * Locks a user's sessions that are neither revoked nor expired, until the transaction ends. Ordered by id, like the query that writes
 * last-seen times: otherwise the two could deadlock.
 */
export const lockOpenOf = (
  tx: Transaction,
  { userId, except = null, without = [], identityId = null }: WhichOpen,
  now: Date,
): Promise<Life[]> => tx.$queryRaw<Life[]>`
  select id, revoked_at as "revokedAt", end_reason as "endReason", expires_at as "expiresAt", last_seen_at as "lastSeenAt",
    remembered
  from sessions
  where user_id = ${userId}::uuid and id is distinct from ${except}::uuid and revoked_at is null and expires_at > ${now}
    and not methods && ${[...without]}::text[] and (${identityId}::uuid is null or identity_id = ${identityId}::uuid)
  order by id for no key update`

/** Revokes sessions that the transaction has locked. */
export async function revokeHeld(tx: Transaction, ids: readonly string[], now: Date, endReason: string): Promise<void> {
  if (ids.length > 0)
    await tx.session.updateMany({ where: { id: { in: [...ids] } }, data: { revokedAt: now, endReason } })
}

/** Revokes the next batch of everybody's sessions that are neither revoked nor expired. Returns them. */
export const revokeNext = (tx: Transaction, now: Date, endReason: string): Promise<Owned[]> => tx.$queryRaw<Owned[]>`
  update sessions set revoked_at = ${now}, end_reason = ${endReason} where id in (
    select id from sessions where revoked_at is null and expires_at > ${now}
    order by id limit ${batchSize} for no key update)
  returning id, user_id as "userId"`

/** Revokes the session of a cookie's token if it is live; returns the revoked ones: one or none. */
export function revokeLivingByTokenHash(
  tx: Transaction,
  tokenHash: Session['tokenHash'],
  now: Date,
  endReason: string,
  limits: Limits,
): Promise<Owned[]> {
  const where = { tokenHash, delivery: 'cookie', ...livingAt(now, limits) }
  return tx.session.updateManyAndReturn({ where, data: { revokedAt: now, endReason }, select: owned })
}

/** Replaces the token of a live session; returns false if `held` is no longer its token. Of concurrent calls, one succeeds. */
export async function exchangeToken(
  tx: Transaction,
  { id, held }: { id: string; held: Session['tokenHash'] },
  tokenHash: Session['tokenHash'],
  now: Date,
  limits: Limits,
): Promise<boolean> {
  const { count } = await tx.session.updateMany({
    where: { id, tokenHash: held, ...livingAt(now, limits) },
    data: { tokenHash },
  })
  return count === 1
}

export const setConfirmed = (
  tx: Transaction,
  id: string,
  { confirmedAt, confirmedBy }: { confirmedAt: Date; confirmedBy: string[] },
) => tx.session.updateMany({ where: { id }, data: { confirmedAt, confirmedBy } })

export const setMethods = (tx: Transaction, id: string, methods: string[]) =>
  tx.session.updateMany({ where: { id }, data: { methods } })

/** Deletes a batch of sessions that were revoked or expired before `until`. The trigger announces none of them. */
export const deleteSessions = ({ db }: Deps, until: Date): Promise<number> => db.$executeRaw`
  delete from sessions where id in (
    select id from sessions where revoked_at < ${until} or expires_at < ${until} limit ${batchSize} for update skip locked)`

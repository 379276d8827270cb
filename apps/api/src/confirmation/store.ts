import type { Database, Transaction } from '@latchkey/database/client'
import type { Session, User } from '@latchkey/database/models'
import { livingAt } from '../live-sessions/lifetime.ts'
import type { Settings } from '../settings.ts'

type Limits = Settings['sessions']

export const findWithUser = (db: Database | Transaction, id: string): Promise<(Session & { user: User }) | null> =>
  db.session.findUnique({ where: { id }, include: { user: true } })

/** Replaces the token of a session that lives; false where `held` is no longer its token: of many at once, one is first. */
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

export const setConfirmed = (tx: Transaction, id: string, confirmedAt: Date) =>
  tx.session.updateMany({ where: { id }, data: { confirmedAt } })

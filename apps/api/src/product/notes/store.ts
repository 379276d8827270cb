import type { Database, Transaction } from '@latchkey/database/client'
import type { Note } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { batchSize } from '../../platform/jobs/purge.ts'

/** How many notes are kept of one person, with those that the purge has yet to remove. So every read has an end. */
export const mostNotes = 1_000

export const list = (db: Database, userId: string): Promise<Note[]> =>
  db.note.findMany({
    where: { userId, deletedAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: mostNotes,
  })

export const findOfUser = (db: Database | Transaction, userId: string, id: string): Promise<Note | null> =>
  db.note.findUnique({ where: { id, userId, deletedAt: null } })

export const count = (tx: Transaction, userId: string): Promise<number> => tx.note.count({ where: { userId } })

export const insert = (tx: Transaction, note: Pick<Note, 'userId' | 'text' | 'createdAt'>): Promise<Note> =>
  tx.note.create({ data: note })

/** Marks a note as deleted; returns false if the user has no such note. */
export async function markDeleted(db: Database, userId: string, id: string, deletedAt: Date): Promise<boolean> {
  return (await db.note.updateMany({ where: { id, userId, deletedAt: null }, data: { deletedAt } })).count === 1
}

export const findEverything = (db: Database, userId: string): Promise<Note[]> =>
  db.note.findMany({ where: { userId }, orderBy: { createdAt: 'asc' }, take: mostNotes })

/** Deletes a batch of notes that were marked as deleted before `until`. */
export const deleteOld = ({ db }: Deps, until: Date): Promise<number> => db.$executeRaw`
  delete from notes where id in (select id from notes where deleted_at < ${until} limit ${batchSize} for update skip locked)`

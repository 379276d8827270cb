import type { Database, Transaction } from '@latchkey/database/client'
import type { Note } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { batchSize } from '../../platform/jobs/purge.ts'

export const list = (db: Database, userId: string): Promise<Note[]> =>
  db.note.findMany({ where: { userId, deletedAt: null }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] })

export const findOfUser = (db: Database | Transaction, userId: string, id: string): Promise<Note | null> =>
  db.note.findUnique({ where: { id, userId, deletedAt: null } })

export const insert = (db: Database, note: Pick<Note, 'userId' | 'text' | 'createdAt'>): Promise<Note> =>
  db.note.create({ data: note })

/** Marks a note as deleted; returns false if the user has no such note. */
export async function markDeleted(db: Database, userId: string, id: string, deletedAt: Date): Promise<boolean> {
  return (await db.note.updateMany({ where: { id, userId, deletedAt: null }, data: { deletedAt } })).count === 1
}

export const findEverything = (db: Database, userId: string): Promise<Note[]> =>
  db.note.findMany({ where: { userId }, orderBy: { createdAt: 'asc' } })

/** Deletes a batch of notes that were marked as deleted before `until`. */
export const deleteOld = ({ db }: Deps, until: Date): Promise<number> => db.$executeRaw`
  delete from notes where id in (select id from notes where deleted_at < ${until} limit ${batchSize} for update skip locked)`

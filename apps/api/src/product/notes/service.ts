import type { Note as PublicNote } from '@latchkey/contracts/product/notes'
import type { Note } from '@latchkey/database/models'
import * as z from 'zod/mini'
import { changeAccount } from '../../auth/account/change-account.ts'
import { record } from '../../auth/audit-log/service.ts'
import type { Deps } from '../../deps.ts'
import type { SessionContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { jobKind } from '../../platform/jobs/jobs.ts'
import * as store from './store.ts'

export const noteMail = jobKind('note mail', z.object({ userId: z.uuid(), noteId: z.uuid(), to: z.string() }))

/** A note as the API shows it. */
export const presentNote = ({ id, text, createdAt }: Note): PublicNote => ({
  id,
  text,
  createdAt: createdAt.toISOString(),
})

/** The user's notes, newest first. */
export const listNotes = (deps: Deps, { user }: SessionContext) => store.list(deps.db, user.id)

/** Creates a note of the user. */
export const createNote = (deps: Deps, { user, at }: SessionContext, { text }: { text: string }) =>
  store.insert(deps.db, { userId: user.id, text, createdAt: at })

/**
 * Mails a note to its user.
 * @throws {ApiError} not_found for an unknown note and for another user's alike
 */
export async function mailNote(deps: Deps, context: SessionContext, { id }: { id: string }): Promise<void> {
  const mailed = await changeAccount(deps, context, context.user.id, async account => {
    const note = await store.findOfUser(account.tx, account.user.id, id)
    if (!note) return null
    await deps.jobs.add(account.tx, noteMail, { userId: note.userId, noteId: note.id, to: account.user.email })
    await record(account, 'note_mailed')
    return note
  })
  if (!mailed) throw new ApiError('not_found')
}

/**
 * Marks a note as deleted; the purge removes it later.
 * @throws {ApiError} not_found for an unknown note and for another user's alike
 */
export async function deleteNote(deps: Deps, { user, at }: SessionContext, { id }: { id: string }): Promise<void> {
  if (!(await store.markDeleted(deps.db, user.id, id, at))) throw new ApiError('not_found')
}

import type { Note as PublicNote } from '@latchkey/contracts/product/notes'
import { Language } from '@latchkey/contracts/words/language'
import type { Note } from '@latchkey/database/models'
import * as z from 'zod/mini'
import { changeOwnAccount } from '../../auth/account/own-account.ts'
import { mailLanguage } from '../../auth/account/users.ts'
import { record } from '../../auth/audit-log/service.ts'
import { countAttempt } from '../../auth/limits/attempts.ts'
import type { Deps } from '../../deps.ts'
import type { SessionContext } from '../../platform/context.ts'
import { ApiError, invalidRequest } from '../../platform/errors.ts'
import { jobKind } from '../../platform/jobs/jobs.ts'
import * as store from './store.ts'

/** The address is in `email`, because the export shows what jobs hold under that name. */
export const noteMail = jobKind(
  'note mail',
  z.object({ userId: z.uuid(), noteId: z.uuid(), email: z.string(), language: z._default(Language, 'en') }),
  { sharedBy: ({ userId }) => [userId] },
)

/** A note as the API shows it. */
export const presentNote = ({ id, text, createdAt }: Note): PublicNote => ({
  id,
  text,
  createdAt: createdAt.toISOString(),
})

/** The user's notes, newest first. */
export const listNotes = (deps: Deps, { user }: SessionContext) => store.list(deps.db, user.id)

/**
 * Creates a note of the user. The lock of the account makes the count exact.
 * @throws {ApiError} invalid_request if the user has as many notes as one person may keep
 */
export const createNote = (deps: Deps, context: SessionContext, { text }: { text: string }): Promise<Note> =>
  changeOwnAccount(deps, context, async ({ tx, user }) => {
    if ((await store.count(tx, user.id)) >= store.mostNotes)
      throw invalidRequest({ text: ['tooManyNotes', store.mostNotes] })
    return store.insert(tx, { userId: user.id, text, createdAt: context.at })
  })

/**
 * Mails a note to its user.
 * @throws {ApiError} rate_limited; not_found for an unknown note and for another user's alike
 */
export async function mailNote(deps: Deps, context: SessionContext, { id }: { id: string }): Promise<void> {
  await countAttempt(deps, context, { 'mail asked for by a person': context.user.id })
  await changeOwnAccount(deps, context, async account => {
    const note = await store.findOfUser(account.tx, account.user.id, id)
    if (!note) throw new ApiError('not_found')
    await deps.jobs.add(account.tx, noteMail, {
      userId: note.userId,
      noteId: note.id,
      email: account.user.email,
      language: mailLanguage(account.user, context),
    })
    await record(account, 'note_mailed')
  })
}

/**
 * Marks a note as deleted; the purge removes it later.
 * @throws {ApiError} not_found for an unknown note and for another user's alike
 */
export async function deleteNote(deps: Deps, { user, at }: SessionContext, { id }: { id: string }): Promise<void> {
  if (!(await store.markDeleted(deps.db, user.id, id, at))) throw new ApiError('not_found')
}

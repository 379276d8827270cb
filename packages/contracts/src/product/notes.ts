import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { lines } from '../lines.ts'
import { Id, Instant } from '../values.ts'
import type { FieldKey } from '../words/fields.ts'

const NoteText = lines('noteMissing').check(z.maxLength(2000, 'noteTooLong' satisfies FieldKey))

export const Note = z.object({ id: Id, text: z.string(), createdAt: Instant })
export type Note = z.infer<typeof Note>

export const listNotes = endpoint({
  method: 'GET',
  path: '/api/restricted/notes',
  summary: 'Lists your notes, newest first.',
  responses: { 200: z.array(Note) },
})

export const createNote = endpoint({
  method: 'POST',
  path: '/api/restricted/notes',
  summary: 'Writes a note.',
  body: z.object({ text: NoteText }),
  responses: { 201: Note },
})

export const mailNote = endpoint({
  method: 'POST',
  path: '/api/restricted/notes/:id/mail',
  summary: 'Mails you a note.',
  params: z.object({ id: Id }),
  responses: { 202: z.object({ id: Id }) },
  errors: ['rate_limited'],
})

export const deleteNote = endpoint({
  method: 'DELETE',
  path: '/api/restricted/notes/:id',
  summary: 'Deletes a note. After 30 days its data is removed.',
  params: z.object({ id: Id }),
  responses: { 204: null },
})

/** The notes in an export. */
export const exported = z.array(Note)

/** The event kinds that notes record in the audit log. */
export const activityKinds = ['note_mailed'] as const

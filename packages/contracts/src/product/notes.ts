import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Id, Instant, text } from '../values.ts'

export const NoteText = text('Write something down.').check(
  z.trim(),
  z.minLength(1, 'Write something down.'),
  z.maxLength(2000, 'Use at most 2000 characters.'),
)

export const Note = z.object({ id: Id, text: z.string(), createdAt: Instant })
export type Note = z.infer<typeof Note>

export const listNotes = endpoint({
  method: 'GET',
  path: '/api/restricted/notes',
  summary: 'Your notes, newest first.',
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
})

export const deleteNote = endpoint({
  method: 'DELETE',
  path: '/api/restricted/notes/:id',
  summary: 'Throws a note away; after 30 days nothing is left of it.',
  params: z.object({ id: Id }),
  responses: { 204: null },
})

/** What an export holds of it. */
export const exported = z.array(Note)

export const endpoints = [listNotes, createNote, mailNote, deleteNote] as const
export const pages = { notes: '/notes' } as const
/** What the audit log records of it. */
export const activityKinds = ['note_mailed'] as const

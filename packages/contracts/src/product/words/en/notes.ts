import type { activityKinds } from '../../notes.ts'

/** The page of notes. */
export const notes = {
  title: 'Notes',
  intro: 'Only you can read your notes.',
  newNote: 'New note',
  save: 'Save note',
  saving: 'Saving…',
  saved: 'The note is saved.',
  list: 'Your notes',
  none: 'No notes yet. They appear here when you save one.',
  mail: 'Email it to me',
  sending: 'Sending…',
  mailed: 'We are sending you the note.',
  delete: 'Delete',
  deleting: 'Deleting…',
  deleted: 'The note is deleted.',
  wasDeleted: 'That note was already deleted.',
}

/** The sentence for each event of notes. */
export const noteEvents: Record<(typeof activityKinds)[number], string> = {
  note_mailed: 'A note was sent by email',
}

/** What is wrong with a field of notes. */
export const noteFields = {
  noteMissing: 'Write something.',
  noteTooLong: (most: number) => `Use at most ${most} characters.`,
  tooManyNotes: (most: number) => `You can keep ${most} notes. A deleted note counts for 30 more days.`,
}

/** The mail with a note. */
export const noteMail = { subject: 'Your note' }

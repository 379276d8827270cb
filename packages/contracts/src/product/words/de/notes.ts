import type * as en from '../en/notes.ts'

export const notes: typeof en.notes = {
  title: 'Notizen',
  intro: 'Nur Sie können Ihre Notizen lesen.',
  newNote: 'Neue Notiz',
  save: 'Notiz speichern',
  saving: 'Wird gespeichert …',
  saved: 'Die Notiz ist gespeichert.',
  list: 'Ihre Notizen',
  none: 'Noch keine Notizen. Was Sie speichern, erscheint hier.',
  mail: 'Per E-Mail an mich',
  sending: 'Wird gesendet …',
  mailed: 'Wir senden Ihnen die Notiz.',
  delete: 'Löschen',
  deleting: 'Wird gelöscht …',
  deleted: 'Die Notiz ist gelöscht.',
  wasDeleted: 'Diese Notiz war schon gelöscht.',
}

export const noteEvents: typeof en.noteEvents = {
  note_mailed: 'Eine Notiz wurde per E-Mail gesendet',
}

export const noteFields: typeof en.noteFields = {
  noteMissing: 'Schreiben Sie etwas.',
  noteTooLong: most => `Verwenden Sie höchstens ${most} Zeichen.`,
  tooManyNotes: most => `Sie können ${most} Notizen behalten. Eine gelöschte zählt noch 30 Tage mit.`,
}

export const noteMail: typeof en.noteMail = { subject: 'Ihre Notiz' }

import type { example as en } from '../en/example.ts'

export const example: typeof en = {
  title: 'Beispiel',
  intro: 'Nur angemeldete Personen können diese Seite öffnen. Löschen Sie sie, wenn Sie eine eigene haben.',
  answer: 'Die API antwortet:',
  files: 'Zwei Dateien machen sie:',
  answers: 'antwortet',
  shows: 'zeigt die Antwort',
}

import type { notFound as en } from '../en/not-found.ts'

export const notFound: typeof en = {
  title: 'Seite nicht gefunden',
  text: 'Prüfen Sie die Adresse auf Tippfehler. Vielleicht wurde die Seite auch verschoben.',
  toHome: 'Zur Startseite',
}

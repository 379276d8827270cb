import { productPlaces } from '../../product/words/de/places.ts'
import type { shell as en } from '../en/shell.ts'

export const shell: typeof en = {
  pages: 'Seiten',
  overview: 'Übersicht',
  account: 'Ihr Konto',
  accountMenu: 'Kontomenü',
  accountPages: 'Seiten Ihres Kontos',
  activity: 'Aktivität',
  devices: 'Geräte',
  settings: 'Einstellungen',
  people: 'Personen',
  signOut: 'Abmelden',
  signingOut: 'Wird abgemeldet …',
  stillSignedIn: why => `Sie sind noch angemeldet. ${why}`,
  news: 'Was gerade passiert ist',
  undo: 'Rückgängig',
  undoing: 'Moment …',
  undoKey: 'Mit F6 gelangen Sie zu „Rückgängig“.',
  closeNews: 'Schließen',
  leave: 'Diese Seite verlassen',
  noDialogTitle: 'Dieser Dialog lässt sich nicht anzeigen',
  noDialog:
    'Ein Teil dieser Seite wurde nicht geladen. Was Sie eingegeben haben, ist noch da. Versuchen Sie es noch einmal, oder kopieren Sie Ihre Eingaben und laden Sie die Seite neu.',
  productPlaces,
}

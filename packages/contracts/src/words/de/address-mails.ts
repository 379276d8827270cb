import type { addressMails as en } from '../en/address-mails.ts'
import { ifNotYouNamed, nothingToDo } from './not-you.ts'

export const addressMails: typeof en = {
  addressLink: lifetime => ({
    subject: 'Bestätigen Sie Ihre neue Adresse',
    heading: 'Bestätigen Sie Ihre neue Adresse',
    paragraphs: [
      'Jemand möchte diese Adresse für sein Konto verwenden.',
      `Öffnen Sie den Link in einem Browser, in dem Sie angemeldet sind. Er gilt einmal, ab der Anfrage ${lifetime} lang.`,
    ],
    closing: ['Wenn Sie das nicht wollten, ignorieren Sie diese E-Mail. Ohne den Knopf ändert sich nichts.'],
  }),
  addressTaken: {
    subject: 'Sie haben schon ein Konto',
    heading: 'Sie haben schon ein Konto',
    paragraphs: [
      'Jemand wollte diese Adresse für ein anderes Konto verwenden. Das geht nicht, weil Sie schon ein Konto mit ihr haben.',
    ],
    closing: ['Wenn Sie das nicht waren, ignorieren Sie diese E-Mail. Nichts hat sich geändert.'],
  },
  changeOfAddressTo: address => `Änderung der Adresse auf ${address}`,
  emailChangeAsked: canCancel => ({
    subject: 'Jemand möchte Ihre E-Mail-Adresse ändern',
    heading: 'Eine neue E-Mail-Adresse wurde angefordert',
    paragraphs: [
      'Jemand, der in Ihrem Konto angemeldet ist, möchte eine andere Adresse verwenden. Nichts ändert sich, bis der Link geöffnet wird, den wir dorthin gesendet haben.',
    ],
    closing: canCancel
      ? [
          'Wenn Sie es sich anders überlegt haben oder nicht sicher sind, brechen Sie die Änderung ab. Ihre Adresse bleibt wie bisher, und niemand wird abgemeldet.',
          `${ifNotYouNamed} Das bricht auch die Änderung ab.`,
        ]
      : [ifNotYouNamed],
  }),
  addressLost: address => ({
    subject: 'Ihre E-Mail-Adresse wurde geändert',
    heading: 'Ihr Konto hat eine neue E-Mail-Adresse',
    paragraphs: [
      `Ihr Konto verwendet jetzt ${address} statt dieser Adresse. Melden Sie sich mit der neuen an. Weitere E-Mails senden wir dorthin.`,
    ],
    closing: [`${nothingToDo} Ihr Konto kehrt dann zu dieser Adresse zurück. Das geht 14 Tage lang.`],
  }),
  addressGained: before => ({
    what: 'Änderung auf diese Adresse',
    subject: 'Das ist jetzt die E-Mail-Adresse Ihres Kontos',
    heading: 'Das ist jetzt Ihre E-Mail-Adresse',
    paragraphs: [
      `Ihr Konto verwendet jetzt diese Adresse${before ? ` statt ${before}` : ''}. Melden Sie sich mit ihr an.`,
    ],
    closing: [nothingToDo],
  }),
}

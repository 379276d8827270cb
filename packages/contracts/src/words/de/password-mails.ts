import type { passwordMails as en } from '../en/password-mails.ts'
import { ifNotYou, nothingToDo } from './not-you.ts'

const lastTry = 'Das letzte von 50 falschen Passwörtern'

export const passwordMails: typeof en = {
  forgot: lifetime => ({
    subject: 'Setzen Sie Ihr Passwort zurück',
    heading: 'Wählen Sie ein neues Passwort',
    paragraphs: [
      `Jemand hat ein neues Passwort für Ihr Konto angefordert. Dieser Link gilt einmal, ${lifetime} lang. Er meldet Sie überall ab.`,
    ],
    closing: ['Wenn Sie das nicht waren, ignorieren Sie diese E-Mail. Ihr Passwort bleibt wie bisher.'],
  }),
  locked: lifetime => ({
    subject: 'Ihr Konto ist gesperrt: Wählen Sie ein neues Passwort',
    heading: 'Wählen Sie ein neues Passwort',
    paragraphs: [
      'Sie haben uns gesagt, dass etwas in Ihrem Konto nicht von Ihnen kam. Jedes Gerät ist abgemeldet, und Ihr altes Passwort gilt nicht mehr.',
      `Dieser Link gilt einmal, ${lifetime} lang. Danach bekommen Sie auf der Anmeldeseite einen neuen. Wählen Sie ein Passwort, das Sie hier noch nicht hatten.`,
    ],
    closing: [],
  }),
  kept: lifetime => ({
    subject: 'Ihr Konto ist wieder da: Wählen Sie ein neues Passwort',
    heading: 'Ihr Konto ist wieder da',
    paragraphs: [
      'Nichts in Ihrem Konto ist verloren. Ihr altes Passwort gilt nicht mehr. Wählen Sie ein neues.',
      `Dieser Link gilt einmal, ${lifetime} lang. Danach bekommen Sie auf der Anmeldeseite einen neuen.`,
    ],
    closing: [],
  }),
  resetByAdmin: lifetime => ({
    subject: 'Die Administration hat das Zurücksetzen Ihres Passworts begonnen',
    heading: 'Wählen Sie ein neues Passwort',
    paragraphs: [
      `Die Administration bittet Sie, ein neues Passwort zu wählen. Dieser Link gilt einmal, ${lifetime} lang. Er meldet Sie überall ab.`,
    ],
    closing: ['Sonst bekommt niemand diesen Link. Bis Sie ihn benutzen, bleibt Ihr Passwort dasselbe.'],
  }),
  passwordChanged: count => ({
    what: 'Neues Passwort',
    subject: 'Ihr Passwort wurde geändert',
    heading: 'Ihr Passwort wurde geändert',
    paragraphs: [
      'Ihr Konto hat ein neues Passwort. Ihre anderen Geräte sind abgemeldet.',
      ...(count > 1 ? [`Es wurde in kurzer Zeit ${count}-mal geändert.`] : []),
    ],
    closing: [nothingToDo],
  }),
  guessedByStrangers: {
    what: lastTry,
    subject: 'Jemand versucht, Ihr Passwort zu erraten',
    heading: 'Jemand versucht, Ihr Passwort zu erraten',
    paragraphs: [
      'Jemand hat 50 falsche Passwörter hintereinander für Ihr Konto versucht, auf Geräten, auf denen Sie noch nie angemeldet waren. Ihr Passwort gilt jetzt nur noch auf Geräten, auf denen Sie es schon waren.',
    ],
    closing: [
      'Auf Ihren eigenen Geräten ändert sich nichts. Bevor Sie sich auf einem neuen anmelden, wählen Sie ein neues Passwort: Drücken Sie „Passwort vergessen?“ auf der Anmeldeseite.',
      'Wenn Sie auch Ihren eigenen Geräten nicht trauen, drücken Sie den Knopf. Jedes Gerät wird abgemeldet, und Sie wählen ein neues Passwort.',
    ],
  },
  guessedOnDevice: {
    what: lastTry,
    subject: 'Zu viele falsche Passwörter auf einem Ihrer Geräte',
    heading: 'Zu viele falsche Passwörter auf einem Ihrer Geräte',
    paragraphs: [
      'Jemand hat 50 falsche Passwörter hintereinander für Ihr Konto versucht, auf einem Gerät, das Sie schon benutzt haben. Es gilt jetzt als neues Gerät. Wenn Sie dort angemeldet waren, wurde es abgemeldet.',
    ],
    closing: [
      'Ihr Passwort und Ihre anderen Geräte funktionieren wie bisher. Wenn Sie Ihr Passwort vergessen haben, drücken Sie „Passwort vergessen?“ auf der Anmeldeseite.',
      ifNotYou,
    ],
  },
}

import { productMails } from '../../product/words/de/lists.ts'
import type { mails as en } from '../en/mails.ts'
import { plural } from '../plural.ts'
import { factorMails } from './factor-mails.ts'
import { lostFactorMails } from './lost-factor-mails.ts'
import { mailLayout } from './mail-layout.ts'

const ifNotYou =
  'Wenn Sie das nicht waren, drücken Sie den Knopf. Jedes Gerät wird abgemeldet, und Sie wählen ein neues Passwort.'
const ifNotYouNamed =
  'Wenn Sie das nicht waren, drücken Sie „Das war ich nicht“. Jedes Gerät wird abgemeldet, und Sie wählen ein neues Passwort.'
const nothingToDo = `Wenn Sie das waren, müssen Sie nichts tun. ${ifNotYou}`

const lastTry = 'Das letzte von 50 falschen Passwörtern'

export const mails: typeof en = {
  locale: 'de-DE',
  direction: 'ltr',
  more: count => `${count} weitere`,
  days: count => plural('de', count, { one: '# Tag', other: '# Tage' }),
  hours: count => plural('de', count, { one: '# Stunde', other: '# Stunden' }),
  minutes: count => plural('de', count, { one: '# Minute', other: '# Minuten' }),
  seconds: count => plural('de', count, { one: '# Sekunde', other: '# Sekunden' }),
  browserOn: (browser, os) => `${browser} auf ${os}`,
  notMe: 'Das war ich nicht',
  keep: 'Mein Konto behalten',
  signIn: 'Anmelden',
  choosePassword: 'Neues Passwort wählen',
  resetPassword: 'Passwort zurücksetzen',
  useAddress: 'Diese Adresse verwenden',
  cancelChange: 'Änderung abbrechen',
  confirmAddress: 'Diese Adresse bestätigen',
  otherAddress: 'eine andere Adresse',
  ...mailLayout,
  ...factorMails,
  ...lostFactorMails,
  ...productMails,

  verify: ({ code, codeWorks, linkWorks }) => ({
    subject: `${code} ist Ihr Code für die Registrierung`,
    preheader: `Geben Sie ${code} auf der Seite ein, auf der Sie sich registriert haben. Der Code gilt ${codeWorks} lang.`,
    heading: 'Bestätigen Sie Ihre E-Mail-Adresse',
    paragraphs: [
      `Geben Sie diesen Code auf der Seite ein, auf der Sie sich registriert haben. Er gilt ${codeWorks} lang, und nur in diesem Browser. Wir fragen sonst nirgends danach.`,
    ],
    closing: [
      `Der Knopf gilt ${linkWorks} lang. In einem anderen Browser wählen Sie dort ein Passwort.`,
      'Wenn Sie sich nicht registriert haben, ignorieren Sie diese E-Mail. Wir legen kein Konto an.',
    ],
  }),
  verifyAgain: link => ({
    subject: 'Bestätigen Sie Ihre E-Mail-Adresse',
    heading: 'Bestätigen Sie Ihre E-Mail-Adresse',
    paragraphs: [
      'Jemand, vermutlich Sie, hat diese E-Mail noch einmal angefordert. Drücken Sie den Knopf, um Ihre Adresse zu bestätigen und ein Passwort zu wählen. Ein früher gesendeter Code gilt weiter.',
    ],
    closing: [
      `Der Knopf gilt ab der Registrierung ${link} lang.`,
      'Wenn Sie sich nicht registriert haben, ignorieren Sie diese E-Mail. Wir legen kein Konto an.',
    ],
  }),
  accountExists: {
    what: 'Registrierung mit dieser Adresse',
    subject: 'Sie haben schon ein Konto',
    heading: 'Sie haben schon ein Konto',
    paragraphs: [
      'Jemand, vermutlich Sie, wollte sich mit dieser Adresse registrieren. Sie haben schon ein Konto. Melden Sie sich damit an.',
    ],
    closing: [
      'Wenn Sie Ihr Passwort vergessen haben, wählen Sie ein neues.',
      'Wenn Sie das nicht waren, ignorieren Sie diese E-Mail. Nichts hat sich geändert, und wir haben niemandem gesagt, dass Sie ein Konto haben.',
    ],
  },
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
  deleted: restores => ({
    what: 'Löschung Ihres Kontos',
    subject: 'Ihr Konto ist gelöscht',
    heading: 'Ihr Konto ist gelöscht',
    paragraphs: [
      'Sie sind überall abgemeldet, und niemand kann sich in Ihrem Konto anmelden. 7 Tage nach der Löschung entfernen wir alles über Sie.',
    ],
    closing: [
      ...(restores
        ? [
            'Ihr Konto hatte da schon eine andere Adresse. Der Knopf stellt auch die Adresse wieder her, an die diese E-Mail ging, bis 14 Tage nach der Änderung.',
          ]
        : []),
      'Wenn Sie es zurückhaben möchten oder das nicht wollten, behalten Sie Ihr Konto innerhalb dieser 7 Tage. Wir senden Ihnen dann einen Link für ein neues Passwort.',
    ],
  }),
  deletionUndone: {
    what: 'Widerruf der Löschung',
    subject: 'Ihr Konto ist wieder da',
    heading: 'Ihr Konto ist wieder da',
    paragraphs: [
      'Die Löschung Ihres Kontos wurde widerrufen, auf der Seite, auf der sie verlangt wurde. Nichts in Ihrem Konto ist verloren. Melden Sie sich mit Ihrem Passwort an.',
    ],
    closing: [nothingToDo],
  },
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
  signedIn: count => ({
    what: 'Anmeldung mit Ihrem Passwort',
    subject: plural('de', count, { one: 'Neue Anmeldung in Ihrem Konto', other: '# neue Anmeldungen in Ihrem Konto' }),
    heading: plural('de', count, {
      one: 'Ein neues Gerät hat sich angemeldet',
      other: '# neue Geräte haben sich angemeldet',
    }),
    paragraphs: [
      plural('de', count, {
        one: 'Ihr Konto wurde eben auf einem Gerät benutzt, das wir noch nicht kennen.',
        other: 'Ihr Konto wurde in kurzer Zeit von # Geräten oder Netzen benutzt, die wir noch nicht kennen.',
      }),
    ],
    closing: [nothingToDo],
  }),
  tokenLeaked: count => ({
    what: 'Ende der Sitzung, die hier benutzt wurde',
    subject: plural('de', count, {
      one: 'Eine Ihrer Sitzungen wurde öffentlich gefunden',
      other: '# Ihrer Sitzungen wurden öffentlich gefunden',
    }),
    heading: plural('de', count, {
      one: 'Eine Ihrer Sitzungen wurde öffentlich gefunden',
      other: '# Ihrer Sitzungen wurden öffentlich gefunden',
    }),
    paragraphs: [
      'Das geheime Token einer Ihrer Sitzungen wurde dort gefunden, wo andere es lesen können, etwa in veröffentlichtem Code. Wir haben diese Sitzung beendet. Das Token gilt nicht mehr.',
      ...(count > 1 ? ['Dasselbe gilt für jede Sitzung, die hier steht.'] : []),
    ],
    closing: [
      'Melden Sie sich dort neu an, wo Sie es benutzt haben, und veröffentlichen Sie das neue Token nicht.',
      'Wenn Sie diese Sitzung nicht kennen, drücken Sie den Knopf. Jedes Gerät wird abgemeldet, und Sie wählen ein neues Passwort.',
    ],
  }),
}

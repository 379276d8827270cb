import type { lostFactorMails as en } from '../en/lost-factor-mails.ts'

const ifNotYou =
  'Wenn Sie das nicht beantragt haben, kennt vielleicht jemand Ihr Passwort. Drücken Sie dann auf „Das war ich nicht“. Das meldet alle Geräte ab, stoppt diesen Vorgang und lässt Sie ein neues Passwort wählen.'

const stillThere =
  'Wenn Sie noch einen haben, drücken Sie auf „Meine zweiten Faktoren behalten“. Auch eine Anmeldung mit Ihrem Passwort oder einem Code per E-Mail und dann diesem Faktor bricht den Vorgang ab.'

export const lostFactorMails: typeof en = {
  keepFactors: 'Meine zweiten Faktoren behalten',
  factorResetAsked: wait => ({
    what: 'Antrag, alle zweiten Faktoren zu entfernen',
    subject: `Wartezeit ${wait}: Ihre zweiten Faktoren werden danach entfernt`,
    heading: 'Ihre zweiten Faktoren werden bald entfernt',
    paragraphs: [
      'Jemand hat das mit Ihrem Passwort, einem Code per E-Mail oder „Das war ich nicht“ in einer früheren E-Mail beantragt. Oder die Administration war es. Der Antrag betrifft jede App, jeden Passkey und jeden Wiederherstellungscode.',
      `Die Wartezeit beträgt ${wait}. Danach entfernen wir alle und melden Sie überall ab. Sie können sich dann ohne sie anmelden.`,
    ],
    closing: [stillThere, ifNotYou],
  }),
  factorResetReminder: {
    what: 'Antrag, alle zweiten Faktoren zu entfernen',
    subject: 'Ihre zweiten Faktoren werden innerhalb eines Tages entfernt',
    heading: 'Ihre zweiten Faktoren werden innerhalb eines Tages entfernt',
    paragraphs: [
      'Die Wartezeit für das Entfernen Ihrer Apps, Passkeys und Wiederherstellungscodes ist fast vorbei. Dies ist die letzte E-Mail, bevor wir sie entfernen.',
    ],
    closing: [stillThere, ifNotYou],
  },
  factorResetWhileDisabled:
    'Ihr Konto ist deaktiviert. Sie können sich wieder anmelden, sobald die Administration es aktiviert. Nur sie kann diesen Vorgang stoppen.',
  factorsReset: {
    what: 'Alle zweiten Faktoren wurden entfernt',
    subject: 'Ihre zweiten Faktoren wurden entfernt',
    heading: 'Ihre zweiten Faktoren wurden entfernt',
    paragraphs: [
      'Der Antrag, Ihre Apps, Passkeys und Wiederherstellungscodes zu entfernen, wurde nicht abgebrochen. Sie gelten nicht mehr, und alle Geräte sind abgemeldet.',
      'Melden Sie sich ohne sie an und fügen Sie in Ihrem Konto unter „Übersicht“ einen neuen zweiten Faktor hinzu.',
    ],
    closing: [
      'Wenn Sie das nicht waren, drücken Sie unten auf „Das war ich nicht“. Das meldet alle Geräte ab und lässt Sie ein neues Passwort wählen.',
    ],
  },
}

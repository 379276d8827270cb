import type { factorMails as en } from '../en/factor-mails.ts'
import { plural } from '../plural.ts'

const ifNotYou =
  'Wenn Sie das nicht waren, drücken Sie unten auf „Das war ich nicht“. Das meldet alle Geräte ab, entfernt, was seither hinzukam, und lässt Sie ein neues Passwort wählen.'

export const factorMails: typeof en = {
  factorAdded: {
    what: name => `Hinzugefügt: „${name}“`,
    subject: 'Ihr Konto hat einen neuen zweiten Faktor',
    heading: 'Ihr Konto hat einen neuen zweiten Faktor',
    paragraphs: ['Von jetzt an kann er bei einer Anmeldung zeigen, dass Sie es sind.'],
    closing: [ifNotYou],
  },
  factorRemoved: {
    what: name => `Entfernt: „${name}“`,
    subject: 'Ein zweiter Faktor Ihres Kontos wurde entfernt',
    heading: 'Ein zweiter Faktor Ihres Kontos wurde entfernt',
    paragraphs: ['Damit kann sich niemand mehr bei Ihrem Konto anmelden.'],
    closing: [ifNotYou],
  },
  passwordRemoved: {
    what: 'Passwort entfernt',
    subject: 'Ihr Passwort wurde entfernt',
    heading: 'Ihr Passwort wurde entfernt',
    paragraphs: ['Von jetzt an melden Sie sich mit einem Passkey an. Ihre anderen Geräte sind abgemeldet.'],
    closing: [ifNotYou],
  },
  recoveryCodesMade: {
    what: 'Neue Wiederherstellungscodes',
    subject: 'Sie haben neue Wiederherstellungscodes',
    heading: 'Sie haben neue Wiederherstellungscodes',
    paragraphs: ['Die alten Wiederherstellungscodes Ihres Kontos gelten nicht mehr.'],
    closing: [ifNotYou],
  },
  recoveryCodeUsed: left => ({
    what: 'Ein Wiederherstellungscode wurde benutzt',
    subject: 'Ein Wiederherstellungscode Ihres Kontos wurde benutzt',
    heading: 'Ein Wiederherstellungscode Ihres Kontos wurde benutzt',
    paragraphs: [
      plural('de', left, {
        one: 'Sie haben noch # Wiederherstellungscode.',
        other: 'Sie haben noch # Wiederherstellungscodes.',
      }),
      ...(left <= 2 ? ['Erstellen Sie bald neue: in Ihrem Konto unter „Übersicht“.'] : []),
    ],
    closing: [ifNotYou],
  }),
  passkeyCloned: {
    what: name => `Passkey: „${name}“`,
    subject: 'Einer Ihrer Passkeys wurde vielleicht kopiert',
    heading: 'Einer Ihrer Passkeys wurde vielleicht kopiert',
    paragraphs: [
      'Sein Zähler ging zurück. Das geschieht, wenn zwei Kopien in Gebrauch sind, und ist vielleicht der Grund, warum er abgelehnt wurde.',
      'Entfernen Sie ihn in Ihrem Konto unter „Übersicht“, und fügen Sie einen neuen hinzu.',
    ],
    closing: [ifNotYou],
  },
  factorGuessed: {
    what: 'Falsche Codes für Ihren zweiten Faktor',
    subject: 'Jemand hat falsche Codes für Ihr Konto eingegeben',
    heading: 'Jemand hat falsche Codes für Ihr Konto eingegeben',
    paragraphs: [
      'Jemand wurde nach Ihrem zweiten Faktor gefragt und hat falsche Codes eingegeben. Vielleicht kennt diese Person Ihr Passwort oder liest Ihre E-Mails.',
    ],
    closing: ['Wenn Sie das waren, müssen Sie nichts tun.', ifNotYou],
  },
}

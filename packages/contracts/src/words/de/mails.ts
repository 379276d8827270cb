import { productMails } from '../../product/words/de/lists.ts'
import type { mails as en, SignInWay } from '../en/mails.ts'
import { plural } from '../plural.ts'
import { addressMails } from './address-mails.ts'
import { adminMails } from './admin-mails.ts'
import { factorMails } from './factor-mails.ts'
import { lostFactorMails } from './lost-factor-mails.ts'
import { mailLayout } from './mail-layout.ts'
import { nothingToDo } from './not-you.ts'
import { passwordMails } from './password-mails.ts'
import { providerMails } from './provider-mails.ts'
import { signUpMails } from './sign-up-mails.ts'

const signInWays: Record<SignInWay, string> = {
  pwd: 'Ihrem Passwort',
  email: 'einem Code per E-Mail',
  otp: 'einem Code Ihrer App',
  recovery: 'einem Wiederherstellungscode',
  passkey: 'einem Passkey',
  fed: 'einem Konto bei einem anderen Anbieter',
}

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
  adminMails,
  ...factorMails,
  ...lostFactorMails,
  ...signUpMails,
  ...addressMails,
  ...passwordMails,
  ...providerMails,
  ...productMails,

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
  signedIn: (count, ways) => ({
    what: ways.length === 0 ? 'Anmeldung' : `Anmeldung mit ${ways.map(way => signInWays[way]).join(' und ')}`,
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

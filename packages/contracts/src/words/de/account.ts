import type { account as en } from '../en/account.ts'
import { plural } from '../plural.ts'

export const account: typeof en = {
  title: 'Einstellungen',
  nothingChanged: 'Sie haben nichts geändert.',

  nameTitle: 'Name',
  nameIntro: 'So nennen wir Sie. Sie können das Feld leer lassen.',
  name: 'Name',
  saveName: 'Namen speichern',
  saving: 'Wird gespeichert …',
  nameSaved: 'Ihr Name ist gespeichert.',
  nameRemoved: 'Ihr Name ist entfernt.',

  regionTitle: 'Sprache und Zeit',
  regionIntro: 'Für diese Seiten und für unsere E-Mails.',
  language: 'Sprache',
  browserLanguage: 'Wie der Browser',
  timeZone: 'Zeitzone',
  saveRegion: 'Sprache und Zeit speichern',
  regionSaved: 'Ihre Sprache und Ihre Zeitzone sind gespeichert.',

  appearanceTitle: 'Aussehen',
  appearanceIntro: 'Nur für diesen Browser. Es ändert sich sofort.',
  schemes: { system: 'System', light: 'Hell', dark: 'Dunkel' },

  emailTitle: 'E-Mail-Adresse',
  emailIntro: address => [
    'Ihre Adresse ist ',
    address,
    '. Für eine andere geben Sie die neue ein, und öffnen Sie den Link, den wir dorthin senden.',
  ],
  newEmail: 'Neue E-Mail-Adresse',
  sendLink: 'Link senden',
  sending: 'Wird gesendet …',
  linkSent: address =>
    `Wir haben einen Link an ${address} gesendet. Bis Sie ihn öffnen, bleibt Ihre Adresse wie bisher.`,
  pending: (address, until) => [
    'Wir haben einen Link an ',
    address,
    ' gesendet. Er gilt bis ',
    until,
    '. Bis Sie ihn öffnen, bleibt Ihre Adresse wie bisher.',
  ],
  sendLinkAgain: 'Link noch einmal senden',
  sentAgain: address => `Wir haben einen neuen Link an ${address} gesendet. Der vorige gilt nicht mehr.`,
  anotherEmail: 'Andere Adresse verwenden',
  cancelEmail: 'Diese Änderung abbrechen',
  cancelling: 'Wird abgebrochen …',
  emailCancelled: 'Die Änderung ist abgebrochen. Ihre Adresse bleibt wie bisher.',

  passwordTitle: 'Passwort',
  passwordIntro: 'Wenn Sie es ändern, werden Ihre anderen Geräte abgemeldet.',
  currentPassword: 'Aktuelles Passwort',
  newPassword: 'Neues Passwort',
  changePassword: 'Passwort ändern',
  changing: 'Wird geändert …',
  passwordChanged: others =>
    others === 0
      ? 'Ihr Passwort ist geändert.'
      : `Ihr Passwort ist geändert. ${plural('de', others, { one: '1 anderes Gerät ist abgemeldet.', other: '# andere Geräte sind abgemeldet.' })}`,

  dataTitle: 'Ihre Daten',
  dataIntro:
    'Alles, was wir über Sie speichern, als JSON-Datei: Ihre Angaben, Ihre Geräte, und wann Sie sie benutzt haben.',
  saveCopy: 'Kopie speichern',
  collecting: 'Wird gesammelt …',
  copySaved: file => `Ihre Daten sind in ${file}.`,

  deleteTitle: 'Konto löschen',
  deleteIntro: 'Nach 7 Tagen löschen wir alles. Bis dahin können Sie Ihr Konto mit unserer E-Mail zurückholen.',
  delete: 'Konto löschen',
  deleting: 'Wird gelöscht …',
  deleteQuestion: 'Möchten Sie Ihr Konto löschen?',
  deleteEffects: address => [
    ['Sie werden sofort abgemeldet, hier und auf jedem anderen Gerät.'],
    ['7 Tage lang kann die E-Mail, die wir an ', address, ' senden, Ihr Konto zurückholen.'],
    ['Danach sind Ihr Name, Ihre Adresse, Ihr Passwort und Ihre Geräte endgültig gelöscht.'],
  ],

  newEmailTitle: 'Ihre neue Adresse',
  newEmailIntro:
    'Bestätigen Sie, dass diese Adresse Ihnen gehört. Danach melden Sie sich mit ihr an, und Ihre anderen Geräte werden abgemeldet.',
  useNewEmail: 'Neue Adresse verwenden',
  emailChangedTitle: 'Ihre Adresse ist geändert',
  emailChanged: address => [
    'Sie ist jetzt ',
    address,
    '. Melden Sie sich von nun an mit ihr an. Ihre anderen Geräte sind abgemeldet.',
  ],
  otherAccount: 'Oder er gehört zu einem anderen Konto als dem, in dem Sie angemeldet sind.',
  toSettings: 'Zu den Einstellungen',
}

import type { overview as en } from '../en/overview.ts'
import { plural } from '../plural.ts'

export const overview: typeof en = {
  title: 'Ihr Konto',
  toLookAt: count =>
    count === 0
      ? 'Alles sieht gut aus'
      : plural('de', count, { one: '1 Punkt zu prüfen', other: '# Punkte zu prüfen' }),

  password: 'Passwort',
  passwordSince: since => ['Geändert ', since, '.'],
  passwordGuessed:
    'Jemand hat viele falsche Passwörter versucht. Ihres gilt jetzt nur auf Geräten, die Sie schon benutzt haben. Wählen Sie ein neues.',
  changePassword: 'Passwort ändern',

  devices: 'Geräte',
  knownDevices: count =>
    count === 0
      ? 'Sie sind nur auf diesem Gerät angemeldet.'
      : plural('de', count, {
          one: 'Sie sind auch auf # anderen Gerät angemeldet. Es ist nicht neu.',
          other: 'Sie sind auch auf # anderen Geräten angemeldet. Keines davon ist neu.',
        }),
  newDevices: count =>
    plural('de', count, {
      one: '1 Gerät ist neu. Gehört es nicht Ihnen? Dann melden Sie es ab und ändern Sie Ihr Passwort.',
      other: '# Geräte sind neu. Gehört eines nicht Ihnen? Dann melden Sie es ab und ändern Sie Ihr Passwort.',
    }),
  seeDevices: 'Geräte prüfen',

  wayBack: 'Zugang wiederherstellen',
  backByEmail: address => ['Wenn Sie Ihr Passwort vergessen, senden wir einen Link an ', address, '.'],
  emailWaits: address => ['Ihre neue Adresse ', address, ' wartet darauf, dass Sie unseren Link öffnen.'],
  codesLeft: count =>
    plural('de', count, {
      one: '# Wiederherstellungscode ist übrig.',
      other: '# Wiederherstellungscodes sind übrig.',
    }),
  codesFew: count =>
    plural('de', count, {
      one: 'Nur # Wiederherstellungscode ist übrig. Ohne Ihre App kommen Sie damit herein.',
      other: 'Nur # Wiederherstellungscodes sind übrig. Ohne Ihre App kommen Sie damit herein.',
    }),
  newCodes: 'Neue Codes erstellen',
  changeEmail: 'Adresse ändern',

  thisDevice: 'Dieses Gerät',
  allDevices: 'Alle Geräte',
  signedIn: since => ['Angemeldet ', since, '.'],
  signedInUntil: until => ['Sie bleiben angemeldet, spätestens bis ', until, '.'],

  latest: 'Was zuletzt geschehen ist',
  allActivity: 'Alle Aktivitäten',
  nothingYet: 'Noch nichts. Anmeldungen und Änderungen erscheinen hier.',

  resetTitle: 'Ihre zweiten Faktoren werden entfernt',
  reset: when => [
    'Wir entfernen alle am ',
    when,
    ', weil uns jemand mitgeteilt hat, dass Sie sie verloren haben. Wenn Sie noch einen haben oder das nicht waren, behalten Sie sie.',
  ],
  keepFactors: 'Meine zweiten Faktoren behalten',
  keeping: 'Wird abgebrochen …',
  factorsKept: 'Ihre zweiten Faktoren bleiben. Ändern Sie Ihr Passwort, wenn der Antrag nicht von Ihnen kam.',
}

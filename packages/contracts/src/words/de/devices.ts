import type { devices as en } from '../en/devices.ts'
import { plural } from '../plural.ts'

export const devices: typeof en = {
  title: 'Geräte',
  intro: 'Auf diesen Geräten sind Sie angemeldet. Melden Sie ab, was Sie nicht kennen oder nicht mehr benutzen.',
  thisDevice: 'Dieses Gerät',
  others: 'Andere Geräte',
  noOthers: 'Sie sind auf keinem anderen Gerät angemeldet.',
  isNew: 'Neu',
  noAddress: 'Adresse unbekannt',
  lastSeen: time => ['Zuletzt gesehen ', time],
  signedIn: time => ['Angemeldet ', time],
  lastSeenBefore: 'zuletzt gesehen',
  approximate: 'Orte sind ungefähr. Sie ergeben sich aus der Netzadresse.',

  rename: 'Umbenennen',
  renameOf: device => `Umbenennen: ${device}`,
  name: 'Name des Geräts',
  nameHint: device => `Lassen Sie das Feld leer, um „${device}“ anzuzeigen.`,
  save: 'Speichern',
  saving: 'Wird gespeichert …',
  renamed: device => ['Das Gerät heißt jetzt ', device, '.'],

  activity: 'Aktivität',
  activityOf: device => `Aktivität von ${device}`,

  signOut: 'Abmelden',
  signOutOf: (device, address) => `Abmelden: ${device}, ${address ?? 'Adresse unbekannt'}`,
  signingOut: 'Wird abgemeldet …',
  undo: 'Rückgängig',
  undoOf: device => `Rückgängig: ${device} bleibt angemeldet`,
  isSigningOut: device => [device, ' wird abgemeldet …'],
  staysIn: device => [device, ' bleibt angemeldet.'],
  isOut: device => [device, ' ist abgemeldet.'],
  wasOut: device => [device, ' war schon abgemeldet.'],
  stillIn: (device, why) => [device, ' ist noch angemeldet. ', why],

  signOutOthers: 'Alle anderen Geräte abmelden',
  othersTitle: 'Alle anderen Geräte abmelden?',
  othersText: count =>
    plural('de', count, {
      one: '1 Gerät muss sich neu anmelden. Das geschieht sofort.',
      other: '# Geräte müssen sich neu anmelden. Das geschieht sofort.',
    }),
  areOut: count => plural('de', count, { one: '1 Gerät ist abgemeldet.', other: '# Geräte sind abgemeldet.' }),
  noneOut: 'Es war kein anderes Gerät mehr angemeldet.',

  ended: count => `In den letzten 30 Tagen beendet (${count})`,
  endedBefore: 'beendet',
  reasons: {
    expired: 'Höchstdauer erreicht.',
    idle: 'eine Weile nicht benutzt.',
    replaced: 'durch eine neuere Anmeldung ersetzt.',
    revoked_by_you: 'von Ihnen abgemeldet.',
    revoked_by_admin: 'von der Administration abgemeldet.',
    password_changed: 'das Passwort wurde geändert.',
    password_reset: 'das Passwort wurde zurückgesetzt.',
    email_changed: 'die E-Mail-Adresse wurde geändert.',
    not_me: 'Sie haben per E-Mail gesagt, dass Sie das nicht waren.',
    account_kept: 'das Konto wurde per E-Mail behalten.',
    account_disabled: 'das Konto wurde deaktiviert.',
    account_deleted: 'das Konto wurde gelöscht.',
    leaked: 'das Token wurde öffentlich gefunden.',
    guessed: 'zu viele falsche Passwörter wurden eingegeben.',
  },
  noReason: 'beendet.',
}

import type { devices as en } from '../en/devices.ts'
import { plural } from '../plural.ts'

export const devices: typeof en = {
  title: 'Geräte',
  intro: 'Auf diesen Geräten sind Sie angemeldet. Melden Sie ab, was Sie nicht kennen oder nicht mehr benutzen.',
  caption: 'Angemeldete Geräte',
  device: 'Gerät',
  lastSeen: 'Zuletzt gesehen',
  signedIn: 'Angemeldet',
  action: 'Aktion',
  thisDevice: 'Dieses Gerät',
  noAddress: 'Adresse unbekannt',
  lastSeenBefore: 'zuletzt gesehen',
  signedInBefore: 'angemeldet',
  signOut: 'Abmelden',
  signOutOf: (device, address) => `${device} abmelden, ${address ?? 'Adresse unbekannt'}`,
  signOutOthers: 'Alle anderen Geräte abmelden',
  toActivity: 'Sehen, was mit Ihrem Konto geschehen ist',

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
    account_disabled: 'das Konto wurde deaktiviert.',
    account_deleted: 'das Konto wurde gelöscht.',
    leaked: 'das Token wurde öffentlich gefunden.',
    guessed: 'zu viele falsche Passwörter wurden eingegeben.',
  },
  noReason: 'beendet.',

  signingOut: 'Wird abgemeldet …',
  othersTitle: 'Alle anderen Geräte abmelden?',
  othersText: count =>
    plural('de', count, {
      one: '1 Gerät muss sich neu anmelden.',
      other: '# Geräte müssen sich neu anmelden.',
    }),
  thisTitle: 'Dieses Gerät abmelden?',
  thisText: 'Sie werden hier abgemeldet und müssen sich neu anmelden.',
  oneTitle: device => `${device} abmelden?`,
  oneText: (isProgram, address) =>
    `Dieses ${isProgram ? 'Programm' : 'Gerät'}${address ? ` (${address})` : ''} muss sich neu anmelden.`,
  isOut: device => `${device} ist abgemeldet.`,
  wasOut: device => `${device} war schon abgemeldet.`,
  areOut: count => plural('de', count, { one: '1 Gerät ist abgemeldet.', other: '# Geräte sind abgemeldet.' }),
  noneOut: 'Es war kein anderes Gerät mehr angemeldet.',
}

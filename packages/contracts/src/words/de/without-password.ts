import type { withoutPassword as en } from '../en/without-password.ts'
import { plural } from '../plural.ts'

export const withoutPassword: typeof en = {
  title: 'Ohne Passwort anmelden',
  needsPasskey: 'Mit einem Passkey brauchen Sie kein Passwort mehr. Fügen Sie zuerst einen hinzu.',
  needsPasskeyAlone:
    'Noch keiner Ihrer Passkeys hat Sie allein angemeldet. Ein Schlüssel, den Sie nur berühren, kann das nicht. Fragt Ihrer nach PIN, Fingerabdruck oder Gesicht, melden Sie sich ab und einmal mit ihm an. Oder fügen Sie einen weiteren hinzu.',
  addPasskey: 'Passkey hinzufügen',
  addAnother: 'Weiteren Passkey hinzufügen',
  needsCodes: 'Sie brauchen zuerst Wiederherstellungscodes, falls Sie Ihren Passkey verlieren.',
  makeCodes: 'Wiederherstellungscodes erstellen',
  intro: 'Sie haben einen Passkey und Wiederherstellungscodes und können daher Ihr Passwort entfernen.',
  remove: 'Passwort entfernen',
  removing: 'Warten auf Ihren Passkey …',
  question: 'Möchten Sie Ihr Passwort entfernen?',
  effects:
    'Von da an melden Sie sich mit Ihrem Passkey an. Ihre anderen Geräte werden abgemeldet. Sie können jederzeit wieder ein Passwort festlegen.',
  removed: 'Ihr Passwort ist entfernt. Melden Sie sich von nun an mit Ihrem Passkey an.',
  declined: 'Die Abfrage wurde geschlossen oder dauerte zu lange. Ihr Passwort wurde nicht entfernt.',
  refused:
    'Ihr Passwort wurde nicht entfernt. Verwenden Sie einen Passkey, der nach Fingerabdruck, Gesicht oder PIN fragt.',
  lastFactor:
    'Ihr Passwort könnte Ihr letzter Weg sein, sich anzumelden. Sie brauchen zuerst Wiederherstellungscodes und einen Passkey, der Fingerabdruck, Gesicht oder PIN prüft. Wenn Sie beides haben, melden Sie sich einmal mit dem Passkey an.',

  setIntro: 'Ihr Konto hat kein Passwort. Wenn Sie eines festlegen, werden Ihre anderen Geräte abgemeldet.',
  setPassword: 'Passwort festlegen',
  setting: 'Wird gespeichert …',
  set: others =>
    others === 0
      ? 'Ihr Passwort ist festgelegt.'
      : `Ihr Passwort ist festgelegt. ${plural('de', others, { one: '1 anderes Gerät ist abgemeldet.', other: '# andere Geräte sind abgemeldet.' })}`,
  thereAlready: 'Sie haben schon ein Passwort. Hier können Sie es ändern.',
}

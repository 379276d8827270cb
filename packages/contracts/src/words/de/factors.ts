import type { factors as en } from '../en/factors.ts'
import { plural } from '../plural.ts'

export const factors: typeof en = {
  title: 'Zweiter Faktor',
  none: 'Nur Ihr Passwort schützt dieses Konto. Mit einem Passkey oder einer App auf Ihrem Telefon genügt ein gestohlenes Passwort nicht.',
  noneAtAll:
    'Nur Ihre E-Mail-Adresse schützt dieses Konto. Fügen Sie einen Passkey hinzu oder wählen Sie ein Passwort, um sich ohne einen Link oder Code von uns anzumelden.',
  linkedOnly:
    'Nur Ihr verknüpftes Konto schützt dieses. Mit einem Passkey oder einer App auf Ihrem Telefon genügt ein gestohlenes Konto anderswo nicht.',
  some: 'Ein gestohlenes Passwort allein öffnet Ihr Konto nicht.',
  passkeyOnly: 'Sie melden sich mit Ihrem Passkey an. Sie haben kein Passwort, das jemand stehlen könnte.',
  noPassword:
    'Sie haben kein Passwort. Sie melden sich mit einem Link oder Code von uns an und dann mit einem dieser Faktoren.',
  addApp: 'Authenticator-App hinzufügen',
  addAnother: 'Weitere App hinzufügen',
  added: time => ['Hinzugefügt ', time],
  lastUsed: time => ['zuletzt benutzt ', time],
  neverUsed: 'noch nicht benutzt',
  notAlone:
    'Gilt als zweiter Schritt. Fragt er nach PIN, Fingerabdruck oder Gesicht, meldet er Sie vielleicht auch allein an. Melden Sie sich ab, und versuchen Sie es einmal.',
  rename: 'Umbenennen',
  renameOf: name => `${name} umbenennen`,
  remove: 'Entfernen',
  removeOf: name => `${name} entfernen`,
  removing: 'Wird entfernt …',
  removeTitle: name => `${name} entfernen?`,
  removeText: 'Ihre Codes gelten hier nicht mehr. Ihre anderen Geräte werden abgemeldet.',
  removeLast:
    'Dies ist Ihr einziger zweiter Faktor. Auch Ihre Wiederherstellungscodes gelten dann nicht mehr, und Ihre anderen Geräte werden abgemeldet.',
  removeLastPasskey:
    'Dies ist Ihr einziger zweiter Faktor. Auch Ihre Wiederherstellungscodes gelten dann nicht mehr, und Ihre anderen Geräte werden abgemeldet. Löschen Sie ihn danach auch auf Ihrem Gerät oder in Ihrem Passwortmanager.',
  removed: 'Entfernt.',
  removePasskey:
    'Er gilt hier nicht mehr, und Ihre anderen Geräte werden abgemeldet. Löschen Sie ihn danach auch auf Ihrem Gerät oder in Ihrem Passwortmanager.',
  renamed: 'Name gespeichert.',
  save: 'Speichern',
  saving: 'Wird gespeichert …',

  codes: 'Wiederherstellungscodes',
  codesLeft: count => plural('de', count, { one: '# von 10 ist übrig.', other: '# von 10 sind übrig.' }),
  codesFew: 'Erstellen Sie neue, bevor keiner mehr übrig ist.',
  codesGone: 'Erstellen Sie neue für den Fall, dass Sie Ihren zweiten Faktor verlieren.',
  newCodes: 'Neue erstellen',

  appTitle: 'Authenticator-App hinzufügen',
  appIntro:
    'Eine App wie Google Authenticator, 1Password oder Apple Passwörter erzeugt alle 30 Sekunden einen neuen Code.',
  required: 'Ihr Konto braucht einen zweiten Faktor. Fügen Sie einen hinzu, um fortzufahren.',
  passkeyInstead: 'Stattdessen einen Passkey hinzufügen',
  appInstead: 'Stattdessen eine Authenticator-App hinzufügen',
  name: 'Name',
  nameHint: 'Daran erkennen Sie sie wieder, etwa „Mein Telefon“.',
  usualName: 'Authenticator-App',
  begin: 'Weiter',
  beginning: 'Lädt …',
  scan: 'Scannen Sie dies mit Ihrer App',
  scanAlt: 'QR-Code für Ihre Authenticator-App',
  typeKey: 'Sie können nicht scannen? Geben Sie diesen Schlüssel in der App ein:',
  copyKey: 'Schlüssel kopieren',
  copied: 'Kopiert.',
  notCopied: 'Ihr Browser erlaubt das Kopieren nicht. Markieren Sie stattdessen den Text.',
  code: 'Code aus der App',
  codeIntro: 'Geben Sie dann den Code ein, den die App zeigt.',
  keyGone: 'Dieser Schlüssel ist abgelaufen. Beginnen Sie neu.',
  activate: 'Diese App hinzufügen',
  activating: 'Wird hinzugefügt …',
  isAdded: 'App hinzugefügt.',
  startAgain: 'Neu beginnen',

  addPasskey: 'Passkey hinzufügen',
  passkeyIntro:
    'Melden Sie sich mit Fingerabdruck, Gesicht oder der PIN Ihres Geräts an. Sie müssen sich kein Passwort merken.',
  passkeyNameHint: 'Lassen Sie das Feld leer, um den Namen Ihres Passwortmanagers zu verwenden.',
  createPasskey: 'Passkey erstellen',
  creating: 'Wird erstellt …',
  passkeyAdded: 'Passkey hinzugefügt.',
  passkeyDeclined: 'Es wurde kein Passkey erstellt. Die Abfrage wurde geschlossen, oder sie dauerte zu lange.',
  passkeyThere: 'Dieses Gerät oder dieser Passwortmanager hat schon einen Passkey für Ihr Konto.',
  passkeyRefused: 'Dieser Passkey kann hier nicht benutzt werden. Versuchen Sie es noch einmal.',

  codesTitle: 'Wiederherstellungscodes',
  codesIntro:
    'Jeder lässt Sie einmal herein, wenn Sie Ihren zweiten Faktor verlieren. Wir zeigen sie nur jetzt. Sichern Sie sie woanders als auf Ihrem Telefon.',
  makeIntro: 'Wir erstellen zehn neue Codes. Die alten gelten dann nicht mehr.',
  make: 'Zehn neue Codes erstellen',
  making: 'Werden erstellt …',
  copyCodes: 'Kopieren',
  download: 'Herunterladen',
  print: 'Drucken',
  fileHead: (brand, email) => `Wiederherstellungscodes für ${brand}, ${email}. Jeder gilt einmal.`,
  saved: 'Ich habe sie gesichert',
  unsaved:
    'Diese Codes werden nie wieder gezeigt. Sichern Sie sie zuerst, oder wählen Sie noch einmal, um ohne sie zu gehen.',
}

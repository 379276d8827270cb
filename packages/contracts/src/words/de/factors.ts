import type { factors as en } from '../en/factors.ts'
import { plural } from '../plural.ts'

export const factors: typeof en = {
  title: 'Zweiter Faktor',
  none: 'Nur Ihr Passwort schützt dieses Konto. Mit einem Passkey oder einer App auf Ihrem Telefon genügt ein gestohlenes Passwort nicht.',
  some: 'Ein gestohlenes Passwort allein öffnet Ihr Konto nicht.',
  addApp: 'Authenticator-App hinzufügen',
  addAnother: 'Weitere App hinzufügen',
  added: time => ['Hinzugefügt ', time],
  lastUsed: time => ['zuletzt benutzt ', time],
  neverUsed: 'noch nicht benutzt',
  rename: 'Umbenennen',
  renameOf: name => `${name} umbenennen`,
  remove: 'Entfernen',
  removeOf: name => `${name} entfernen`,
  removing: 'Wird entfernt …',
  removeTitle: name => `${name} entfernen?`,
  removeText: 'Ihre Codes gelten hier nicht mehr. Ihre anderen Geräte müssen sich neu anmelden.',
  removeLast:
    'Dies ist Ihr einziger zweiter Faktor. Ohne ihn schützt nur Ihr Passwort dieses Konto, und Ihre Wiederherstellungscodes gelten nicht mehr.',
  removed: 'Das ist entfernt.',
  removePasskey:
    'Er meldet Sie nicht mehr an. Löschen Sie ihn auch dort, wo Ihr Gerät oder Passwortmanager ihn aufbewahrt.',
  renamed: 'Der Name ist gespeichert.',
  save: 'Speichern',
  saving: 'Wird gespeichert …',

  codes: 'Wiederherstellungscodes',
  codesLeft: count => plural('de', count, { one: '# von 10 ist übrig.', other: '# von 10 sind übrig.' }),
  codesFew: 'Erstellen Sie neue, bevor keiner mehr übrig ist.',
  newCodes: 'Neue erstellen',

  appTitle: 'Authenticator-App hinzufügen',
  appIntro:
    'Eine App wie Google Authenticator, 1Password oder Apple Passwörter erzeugt alle 30 Sekunden einen neuen Code.',
  appRequired: 'Ihr Konto braucht einen zweiten Faktor. Fügen Sie einen hinzu, um fortzufahren.',
  name: 'Name',
  nameHint: 'Damit Sie sie in Ihrer Liste erkennen, etwa „Mein Telefon“.',
  usualName: 'Authenticator-App',
  begin: 'Weiter',
  beginning: 'Einen Moment …',
  scan: 'Scannen Sie dies mit Ihrer App',
  scanAlt: 'QR-Code für Ihre Authenticator-App',
  typeKey: 'Sie können nicht scannen? Geben Sie diesen Schlüssel in der App ein:',
  copyKey: 'Schlüssel kopieren',
  copied: 'Kopiert.',
  notCopied: 'Ihr Browser erlaubt das Kopieren nicht. Markieren Sie stattdessen den Text.',
  code: 'Code aus der App',
  codeIntro: 'Geben Sie dann den Code ein, den die App zeigt.',
  codeWrong: 'Dieser Code hat nicht funktioniert. Warten Sie auf den nächsten, oder prüfen Sie die Uhr Ihres Telefons.',
  keyGone: 'Dieser Schlüssel ist abgelaufen. Beginnen Sie neu.',
  activate: 'Diese App hinzufügen',
  activating: 'Wird hinzugefügt …',
  isAdded: 'Die App ist hinzugefügt.',
  startAgain: 'Neu beginnen',

  addPasskey: 'Passkey hinzufügen',
  passkeyIntro:
    'Ein Passkey meldet Sie mit Finger, Gesicht oder der PIN Ihres Geräts an. Es gibt nichts zu merken und nichts zu stehlen.',
  passkeyNameHint: 'Lassen Sie das leer, dann benennen wir ihn nach dem Programm, das ihn aufbewahrt.',
  createPasskey: 'Passkey erstellen',
  creating: 'Ihr Browser fragt Sie jetzt …',
  passkeyAdded: 'Der Passkey ist hinzugefügt.',
  passkeyDeclined:
    'Ihr Browser hat keinen Passkey erstellt. Sie haben seine Frage geschlossen, oder es dauerte zu lange.',
  passkeyThere: 'Dieses Gerät oder dieser Passwortmanager hat schon einen Passkey für Ihr Konto.',
  passkeyRefused: 'Dieser Passkey kann hier nicht benutzt werden. Versuchen Sie es noch einmal.',

  codesTitle: 'Wiederherstellungscodes',
  codesIntro:
    'Jeder lässt Sie einmal ohne Ihre App herein. Wir zeigen sie nur jetzt. Bewahren Sie sie dort auf, wo Sie sie ohne Ihr Telefon erreichen.',
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

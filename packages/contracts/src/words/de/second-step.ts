import type { secondStep as en } from '../en/second-step.ts'

export const secondStep: typeof en = {
  titles: {
    totp: 'Code der App eingeben',
    recovery_code: 'Wiederherstellungscode eingeben',
    passkey: 'Passkey verwenden',
  },
  intros: {
    totp: 'Öffnen Sie Ihre Authenticator-App. Sie zeigt einen Code für dieses Konto.',
    recovery_code: 'Sie haben diese Codes gesichert, als Sie den zweiten Faktor eingerichtet haben. Jeder gilt einmal.',
    passkey: 'Ihr Gerät fragt Sie, ob Sie es sind.',
  },
  fields: { totp: 'Code aus der App', recovery_code: 'Wiederherstellungscode' },
  ways: {
    totp: 'Authenticator-App verwenden',
    recovery_code: 'Wiederherstellungscode verwenden',
    passkey: 'Passkey verwenden',
    password: 'Passwort verwenden',
    code: 'Code per E-Mail senden',
  },
  wrong: {
    totp: 'Dieser Code hat nicht funktioniert. Warten Sie auf den nächsten, oder prüfen Sie die Uhr Ihres Telefons.',
    recovery_code:
      'Dieser Code hat nicht funktioniert. Prüfen Sie ihn, oder nehmen Sie einen anderen: Jeder gilt einmal.',
    passkey: 'Dieser Passkey hat nicht funktioniert. Versuchen Sie es noch einmal oder auf einem anderen Weg.',
  },
  declined:
    'Die Abfrage wurde geschlossen, oder sie dauerte zu lange. Versuchen Sie es noch einmal oder auf einem anderen Weg.',
  late: 'Das hat zu lange gedauert. Versuchen Sie es noch einmal.',
  noWayTitle: 'Anderen Browser verwenden',
  noWay:
    'Dieser Browser kann keine Passkeys verwenden, und Ihr Konto hat keinen anderen Weg mehr. Verwenden Sie einen anderen Browser oder ein anderes Gerät.',
  trust: 'In diesem Browser 30 Tage lang nicht mehr fragen',
  finish: 'Anmelden',
  finishing: 'Anmeldung läuft …',
  another: 'Anderen Weg wählen',
  startAgain: 'Neu beginnen',
  notYou: 'Nicht Sie?',
}

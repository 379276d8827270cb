import type { secondStep as en } from '../en/second-step.ts'

export const secondStep: typeof en = {
  titles: {
    totp: 'Code der App eingeben',
    recovery_code: 'Wiederherstellungscode eingeben',
    passkey: 'Passkey verwenden',
  },
  intros: {
    totp: 'Öffnen Sie Ihre Authenticator-App. Sie zeigt einen Code für dieses Konto.',
    recovery_code: 'Sie haben zehn davon gesichert, als Sie den zweiten Faktor eingerichtet haben. Jeder gilt einmal.',
    passkey: 'Ihr Gerät fragt Sie, ob Sie es sind.',
  },
  fields: { totp: 'Code aus der App', recovery_code: 'Wiederherstellungscode' },
  ways: {
    totp: 'Authenticator-App verwenden',
    recovery_code: 'Wiederherstellungscode verwenden',
    passkey: 'Passkey verwenden',
    password: 'Passwort verwenden',
  },
  wrong: {
    totp: 'Dieser Code hat nicht funktioniert. Warten Sie auf den nächsten, oder prüfen Sie die Uhr Ihres Telefons.',
    recovery_code:
      'Dieser Code hat nicht funktioniert. Prüfen Sie ihn, oder nehmen Sie einen anderen: Jeder gilt einmal.',
    passkey: 'Dieser Passkey hat nicht funktioniert.',
  },
  declined:
    'Sie haben die Frage Ihres Browsers geschlossen, oder es dauerte zu lange. Versuchen Sie es noch einmal oder auf einem anderen Weg.',
  trust: 'In diesem Browser 30 Tage lang nicht fragen',
  finish: 'Anmelden',
  finishing: 'Anmeldung läuft …',
  another: 'Anderen Weg wählen',
  startAgain: 'Neu beginnen',
  signingInAs: 'Nicht Sie?',
}

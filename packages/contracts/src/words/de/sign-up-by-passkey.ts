import type { signUpByPasskey as en } from '../en/sign-up-by-passkey.ts'

export const signUpByPasskey: typeof en = {
  instead: 'Ohne Passwort registrieren',
  intro: 'Wir senden Ihnen einen Code. Danach erstellen Sie einen Passkey und müssen sich kein Passwort merken.',
  withPassword: 'Stattdessen ein Passwort wählen',

  title: 'Passkey erstellen',
  explain:
    'Ihre Adresse ist bestätigt. Von nun an melden Sie sich mit Fingerabdruck, Gesicht oder der PIN Ihres Geräts an.',
  create: 'Passkey erstellen',
  creating: 'Folgen Sie der Abfrage Ihres Browsers …',
  usePasskey: 'Stattdessen einen Passkey verwenden',
  usePassword: 'Stattdessen ein Passwort wählen',
  choosePassword: 'Ihre Adresse ist bestätigt. Wählen Sie noch ein Passwort.',

  declined:
    'Es wurde kein Passkey erstellt. Die Abfrage wurde geschlossen oder dauerte zu lange. Versuchen Sie es noch einmal, oder wählen Sie ein Passwort.',
  refused:
    'Dieser Passkey kann hier nicht verwendet werden. Nehmen Sie einen, der Fingerabdruck, Gesicht oder PIN prüft.',
  expired: 'Das hat zu lange gedauert. Erstellen Sie den Passkey noch einmal.',
  late: 'Das hat zu lange gedauert. Lassen Sie die E-Mail noch einmal senden, und geben Sie den neuen Code ein.',
  ready: 'Ihre Adresse ist bestätigt. Melden Sie sich mit dem Passkey an, den Sie eben erstellt haben.',
}

import type { signIn as en } from '../en/sign-in.ts'

export const signIn: typeof en = {
  title: 'Anmelden',
  intro: 'Geben Sie Ihre E-Mail-Adresse und Ihr Passwort ein.',
  welcome: 'Willkommen zurück',
  welcomeIntro: 'Geben Sie Ihr Passwort ein.',
  notYou: 'Nicht Sie?',
  button: 'Anmelden',
  working: 'Anmeldung läuft …',
  passkey: 'Mit Passkey anmelden',
  passkeyWorking: 'Warten auf Ihren Passkey …',
  passkeyRefused: 'Dieser Passkey wurde nicht angenommen. Versuchen Sie einen anderen, oder melden Sie sich anders an.',
  forgot: 'Passwort vergessen?',
  newHere: 'Neu hier?',
  signUp: 'Konto anlegen',
  noMail: 'Keine E-Mail bekommen?',
  sendAgain: 'Noch einmal senden',
  noPassword: 'Kein Passwort zur Hand?',
  emailCode: 'Code per E-Mail senden',
  wrong: reset => [
    'Diese E-Mail-Adresse und dieses Passwort passen nicht zusammen. Prüfen Sie beides, oder ',
    reset('setzen Sie Ihr Passwort zurück'),
    '.',
  ],
  wait: (time, reset) => [
    'Zu viele Versuche. Versuchen Sie es um ',
    time,
    ' Uhr noch einmal, oder ',
    reset('setzen Sie Ihr Passwort zurück'),
    '.',
  ],
  waited: reset => ['Sie können es jetzt noch einmal versuchen, oder ', reset('setzen Sie Ihr Passwort zurück'), '.'],
  hasEnded: 'Diese Anmeldung ist beendet. Melden Sie sich noch einmal an.',
  cookieDropped:
    'Ihr Browser hat das Cookie für die Anmeldung nicht behalten. Erlauben Sie Cookies für diese Website, und öffnen Sie sie über https.',
}

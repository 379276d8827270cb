import type { signUp as en } from '../en/sign-up.ts'

export const signUp: typeof en = {
  title: 'Konto anlegen',
  intro: 'Wir senden Ihnen einen Code. Geben Sie ihn ein, dann ist alles fertig.',
  name: 'Name (freiwillig)',
  button: 'Konto anlegen',
  working: 'Wird gesendet …',
  hasAccount: 'Haben Sie schon ein Konto?',
  signIn: 'Anmelden',

  sentTitle: 'Prüfen Sie Ihr Postfach',
  resumeTitle: 'Registrierung abschließen',
  sent: address => [
    'Wir haben eine E-Mail an ',
    address,
    ' gesendet. Geben Sie hier den Code daraus ein, oder öffnen Sie den Link.',
  ],
  resume: address => [
    'Geben Sie den Code aus der E-Mail an ',
    address,
    ' ein, oder lassen Sie die E-Mail noch einmal senden.',
  ],
  code: 'Code aus der E-Mail',
  signingIn: 'Anmeldung läuft …',
  codeWrong: 'Der Code ist falsch oder abgelaufen.',
  help: 'Keine E-Mail bekommen? Sehen Sie im Spam-Ordner nach, oder prüfen Sie die Adresse.',
  resent: 'Wenn eine Registrierung wartet, haben wir noch eine E-Mail gesendet. Verwenden Sie den neuesten Code.',
  elsewhere: 'Schon in einem anderen Browser bestätigt?',
  otherAddress: 'Andere Adresse verwenden',

  confirmTitle: 'E-Mail-Adresse bestätigen',
  confirmIntro: 'Bestätigen Sie, dass diese Adresse Ihnen gehört. Danach legen wir Ihr Konto an.',
  confirm: 'Diese Adresse bestätigen',
  confirming: 'Wird bestätigt …',
  chooseTitle: 'Passwort wählen',
  chooseIntro: 'Sie haben sich in einem anderen Browser registriert. Wählen Sie hier ein Passwort, das nur Sie kennen.',
  newPassword: 'Neues Passwort',
  finish: 'Fertigstellen',
  readyTitle: 'Ihr Konto ist fertig',
  ready: 'Ihre Adresse ist bestätigt. Melden Sie sich mit dem Passwort an, das Sie eben gewählt haben.',
  readyElsewhere:
    'Sie haben Ihre Adresse in einem anderen Browser bestätigt. Melden Sie sich mit dem Passwort an, das Sie dort gewählt haben.',
  again: 'Noch einmal registrieren',
  confirmed: signIn => ['Wenn Ihre Adresse schon bestätigt ist, können Sie ', signIn('sich anmelden'), '.'],
}

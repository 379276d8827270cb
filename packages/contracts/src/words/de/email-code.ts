import type { emailCode as en } from '../en/email-code.ts'

export const emailCode: typeof en = {
  title: 'Mit einem Code anmelden',
  intro: 'Wir senden Ihnen einen Code per E-Mail. Geben Sie ihn hier ein, um sich anzumelden.',
  send: 'Code per E-Mail senden',
  sending: 'Wird gesendet …',
  backToSignIn: 'Zurück zur Anmeldung',

  sentTitle: 'Prüfen Sie Ihr Postfach',
  sent: address => [
    'Wenn es zu ',
    address,
    ' ein Konto gibt, haben wir einen Code dorthin gesendet. Er gilt nur in diesem Browser und so lange, wie die E-Mail sagt.',
  ],
  code: 'Code aus der E-Mail',
  button: 'Anmelden',
  working: 'Anmeldung läuft …',
  wrong: 'Der Code ist falsch oder abgelaufen. Prüfen Sie ihn, oder fordern Sie einen neuen an.',
  help: 'Keine E-Mail bekommen? Sehen Sie im Spam-Ordner nach, oder prüfen Sie die Adresse.',
  resent: 'Wenn es ein Konto gibt, haben wir noch eine E-Mail gesendet. Nur der Code daraus gilt noch.',
  otherAddress: 'Andere Adresse verwenden',
  off: 'Codes per E-Mail sind hier ausgeschaltet. Melden Sie sich mit Ihrem Passwort oder einem Passkey an.',
}

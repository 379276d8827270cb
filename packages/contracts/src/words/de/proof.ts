import type { proof as en } from '../en/proof.ts'

export const proof: typeof en = {
  againTitle: 'Noch einmal anmelden',
  confirmTitle: 'Passwort noch einmal eingeben',
  confirmFactorTitle: 'Bestätigen Sie, dass Sie es sind',
  confirmFactorIntro: 'Diese Änderung braucht Ihren zweiten Faktor. Danach fragen wir zehn Minuten lang nicht mehr.',
  againIntro: (why, address) => [
    `${why} Melden Sie sich wieder als `,
    address,
    ' an. Was Sie auf dieser Seite eingegeben haben, ist noch da.',
  ],
  confirmIntro: address => [
    'Für diese Änderung brauchen wir das Passwort von ',
    address,
    '. Danach fragen wir erst nach zehn Minuten wieder.',
  ],
  withProvider:
    'Melden Sie sich dort noch einmal an, wo Ihr Konto verknüpft ist. Dafür öffnet sich ein neuer Tab, damit auf dieser Seite nichts verloren geht. Danach fragen wir zehn Minuten lang nicht mehr.',
  tab: {
    opened: 'Machen Sie im neuen Tab weiter. Diese Seite geht dann von selbst weiter.',
    blocked:
      'Ihr Browser hat keinen neuen Tab geöffnet. In diesem wird die Seite neu geladen, und was Sie eingegeben haben, geht verloren.',
  },
  continueHere: name => `In diesem Tab weiter mit ${name}`,
  nothingToConfirm:
    'Sie haben weder ein Passwort noch einen zweiten Faktor. Wählen Sie zuerst ein Passwort: Wir schicken Ihnen einen Link.',
  choosePassword: 'Passwort wählen',
  signIn: 'Anmelden',
  signingIn: 'Anmeldung läuft …',
  confirm: 'Bestätigen',
  confirming: 'Wird bestätigt …',
  sessionEnded: 'Ihre Sitzung ist beendet. Melden Sie sich noch einmal an.',
  notYourPassword: 'Falsches Passwort.',
}

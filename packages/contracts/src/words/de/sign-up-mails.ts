import type { signUpMails as en } from '../en/sign-up-mails.ts'

export const signUpMails: typeof en = {
  verify: ({ code, codeWorks, linkWorks }) => ({
    subject: `${code} ist Ihr Code für die Registrierung`,
    preheader: `Geben Sie ${code} auf der Seite ein, auf der Sie sich registriert haben. Der Code gilt ${codeWorks} lang.`,
    heading: 'Bestätigen Sie Ihre E-Mail-Adresse',
    paragraphs: [
      `Geben Sie diesen Code auf der Seite ein, auf der Sie sich registriert haben. Er gilt ${codeWorks} lang, und nur in diesem Browser. Wir fragen sonst nirgends danach.`,
    ],
    closing: [
      `Der Knopf gilt ${linkWorks} lang. In einem anderen Browser wählen Sie dort ein Passwort.`,
      'Wenn Sie sich nicht registriert haben, ignorieren Sie diese E-Mail. Wir legen kein Konto an.',
    ],
  }),
  signInCode: ({ code, codeWorks }) => ({
    subject: `${code} ist Ihr Code für die Anmeldung`,
    preheader: `Geben Sie ${code} auf der Seite ein, auf der Sie den Code angefordert haben. Er gilt ${codeWorks} lang.`,
    heading: 'Ihr Code für die Anmeldung',
    what: 'Code für die Anmeldung',
    paragraphs: [
      `Geben Sie diesen Code auf der Seite ein, auf der Sie ihn angefordert haben. Er gilt einmal, ${codeWorks} lang, und nur in diesem Browser. Wir fragen sonst nirgends danach.`,
    ],
    closing: [
      'Wenn Sie das nicht waren, ignorieren Sie diese E-Mail. Niemand ist in Ihr Konto gelangt. Geben Sie den Code nie weiter.',
    ],
  }),
  verifyAgain: link => ({
    subject: 'Bestätigen Sie Ihre E-Mail-Adresse',
    heading: 'Bestätigen Sie Ihre E-Mail-Adresse',
    paragraphs: [
      'Jemand, vermutlich Sie, hat diese E-Mail noch einmal angefordert. Drücken Sie den Knopf, um Ihre Adresse zu bestätigen und ein Passwort zu wählen. Ein früher gesendeter Code gilt weiter.',
    ],
    closing: [
      `Der Knopf gilt ab der Registrierung ${link} lang.`,
      'Wenn Sie sich nicht registriert haben, ignorieren Sie diese E-Mail. Wir legen kein Konto an.',
    ],
  }),
  accountExists: {
    what: 'Registrierung mit dieser Adresse',
    subject: 'Sie haben schon ein Konto',
    heading: 'Sie haben schon ein Konto',
    paragraphs: [
      'Jemand, vermutlich Sie, wollte sich mit dieser Adresse registrieren. Sie haben schon ein Konto. Melden Sie sich damit an.',
    ],
    closing: [
      'Wenn Sie Ihr Passwort vergessen haben, wählen Sie ein neues.',
      'Wenn Sie das nicht waren, ignorieren Sie diese E-Mail. Nichts hat sich geändert, und wir haben niemandem gesagt, dass Sie ein Konto haben.',
    ],
  },
}

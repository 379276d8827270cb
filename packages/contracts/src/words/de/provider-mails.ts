import type { providerMails as en } from '../en/provider-mails.ts'

const ifNotYou =
  'Wenn Sie das nicht waren, drücken Sie unten auf „Das war ich nicht“. Das meldet alle Geräte ab, entfernt, was seither hinzukam, und lässt Sie ein neues Passwort wählen.'

export const providerMails: typeof en = {
  identityAdded: {
    what: account => `Verknüpft: ${account}`,
    subject: 'Sie können sich jetzt mit einem weiteren Konto anmelden',
    heading: 'Sie können sich jetzt mit einem weiteren Konto anmelden',
    paragraphs: [
      'Ein Konto bei einem anderen Anbieter wurde mit Ihrem Konto verknüpft. Von jetzt an kann es Sie anmelden.',
    ],
    closing: [ifNotYou],
  },
  identityRemoved: {
    what: account => `Getrennt: ${account}`,
    subject: 'Ein Konto wurde von Ihrem getrennt',
    heading: 'Ein Konto wurde von Ihrem getrennt',
    paragraphs: [
      'Es kann Sie nicht mehr anmelden. Die Geräte, auf denen Sie sich damit angemeldet haben, sind abgemeldet.',
    ],
    closing: [ifNotYou],
  },
  linkCode: ({ code, codeWorks, account }) => ({
    subject: `${code} ist Ihr Code, um mit ${account} fortzufahren`,
    preheader: `Geben Sie ${code} auf der Seite ein, auf der Sie sich mit ${account} angemeldet haben. Der Code gilt ${codeWorks} lang.`,
    heading: 'Bestätigen Sie, dass diese Adresse Ihnen gehört',
    what: `Anmeldung mit ${account}`,
    paragraphs: [
      `Jemand, vermutlich Sie, hat sich mit einem Konto bei ${account} angemeldet, das diese Adresse nennt. Geben Sie diesen Code auf der Seite ein, auf der das war. Er gilt einmal, ${codeWorks} lang, und nur in diesem Browser. Danach können Sie sich auch mit diesem Konto anmelden.`,
    ],
    closing: [
      'Wenn Sie das nicht waren, ignorieren Sie diese E-Mail. Ohne den Code geschieht nichts. Geben Sie ihn nie weiter.',
    ],
  }),
}

const ifNotYou =
  "If this wasn't you, press “This wasn't me” below. It signs out every device, removes what was added since, and lets you choose a new password."

/** The mails about accounts at other providers. `account` is the provider's name, such as “Google”. */
export const providerMails = {
  identityAdded: {
    what: (account: string) => `Linked: ${account}`,
    subject: 'You can now sign in with another account',
    heading: 'You can now sign in with another account',
    paragraphs: ['An account at another provider was linked to your account. From now on, it can sign you in.'],
    closing: [ifNotYou],
  },
  identityRemoved: {
    what: (account: string) => `Unlinked: ${account}`,
    subject: 'An account was unlinked from yours',
    heading: 'An account was unlinked from yours',
    paragraphs: ['It can no longer sign you in. The devices where you signed in with it are signed out.'],
    closing: [ifNotYou],
  },
  linkCode: ({ code, codeWorks, account }: Record<'code' | 'codeWorks' | 'account', string>) => ({
    subject: `${code} is your code to go on with ${account}`,
    preheader: `Type ${code} on the page where you signed in with ${account}. It works for ${codeWorks}.`,
    heading: 'Confirm that this address is yours',
    what: `Sign-in with ${account}`,
    paragraphs: [
      `Somebody, probably you, signed in with an account at ${account} that names this address. Type this code on the page where you did so. It works once, for ${codeWorks}, and only in that browser. Then you can also sign in with that account.`,
    ],
    closing: ['If this was not you, ignore this email. Nothing happens without the code. Never pass it on.'],
  }),
}

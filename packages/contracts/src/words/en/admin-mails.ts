const askAdministrator = 'If you have a question about it, ask an administrator.'

/** The mails about what an administrator did to an account. */
export const adminMails = {
  sessionsEnded: {
    what: 'Sign-out by an administrator',
    subject: 'An administrator signed you out',
    heading: 'An administrator signed you out',
    paragraphs: [
      'An administrator ended sessions of your account. Your data and your password are unchanged, and you can sign in again.',
    ],
    closing: [askAdministrator],
  },
  disabled: {
    what: 'Account disabled',
    subject: 'Your account was disabled',
    heading: 'An administrator disabled your account',
    paragraphs: ['You are signed out everywhere, and cannot sign in for now. Nothing in your account is lost.'],
    closing: [askAdministrator],
  },
  enabled: {
    what: 'Account enabled',
    subject: 'Your account is enabled again',
    heading: 'An administrator enabled your account again',
    paragraphs: ['You can sign in as before.'],
    closing: [askAdministrator],
  },
  factorDemanded: {
    what: 'Second factor required',
    subject: 'Your account now needs a second factor',
    heading: 'An administrator now requires a second factor of you',
    paragraphs: [
      'If you have none, you are asked to add one when you next open your account: an authenticator app or a passkey.',
    ],
    closing: [askAdministrator],
  },
  factorDemandEnded: {
    what: 'Second factor optional',
    subject: 'Your second factor is now optional',
    heading: 'An administrator made your second factor optional',
    paragraphs: ['What you have added stays, and still protects your account.'],
    closing: [askAdministrator],
  },
  madeAdmin: {
    what: 'Administrator',
    subject: 'You are now an administrator',
    heading: 'You are now an administrator',
    paragraphs: [
      'You can find other people, see their devices and activity, and sign them out. For this your account needs a second factor.',
    ],
    closing: ['If you did not expect this, tell the people who run the server.'],
  },
  adminRemoved: {
    what: 'No administrator any more',
    subject: 'You are no longer an administrator',
    heading: 'You are no longer an administrator',
    paragraphs: ['You can no longer see other people or act on their accounts. Your own account is unchanged.'],
    closing: ['If you did not expect this, tell the people who run the server.'],
  },
}

const ifNotYou =
  "If you did not ask for this, someone may know your password. Press “This wasn't me”: it signs out every device, stops this, and lets you choose a new password."

/** The mails about a request to remove all second factors. */
export const lostFactorMails = {
  keepFactors: 'Keep my second factors',
  factorResetAsked: (wait: string) => ({
    what: 'Request to remove all second factors',
    subject: `Your second factors will be removed in ${wait}`,
    heading: `Your second factors will be removed in ${wait}`,
    paragraphs: [
      "Someone asked for this with your password, an emailed code, or “This wasn't me” in an earlier email. Or an administrator did. The request is about every app, passkey and recovery code.",
      `After ${wait} we remove them all and sign you out everywhere. You can then sign in without them.`,
    ],
    closing: [
      'If you still have one, press “Keep my second factors”. Signing in with your password or an emailed code, and then this factor, cancels the request too.',
      ifNotYou,
    ],
  }),
  factorResetReminder: {
    what: 'Request to remove all second factors',
    subject: 'Your second factors will be removed within a day',
    heading: 'Your second factors will be removed within a day',
    paragraphs: [
      'The request to remove your apps, passkeys and recovery codes has almost waited long enough. This is the last email before we remove them.',
    ],
    closing: [
      'If you still have one, press “Keep my second factors”. Signing in with your password or an emailed code, and then this factor, cancels the request too.',
      ifNotYou,
    ],
  },
  factorResetWhileDisabled:
    'Your account is disabled. You can sign in again once an administrator enables it. Only they can stop this.',
  factorsReset: {
    what: 'All second factors were removed',
    subject: 'Your second factors were removed',
    heading: 'Your second factors were removed',
    paragraphs: [
      'The request to remove your apps, passkeys and recovery codes was not cancelled. They no longer work, and every device is signed out.',
      'Sign in without them, then add a new second factor in your account, under “Overview”.',
    ],
    closing: [
      "If this wasn't you, press “This wasn't me” below. It signs out every device and lets you choose a new password.",
    ],
  },
}

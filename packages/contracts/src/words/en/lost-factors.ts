import type { Rich } from '../plural.ts'

/** Losing every second factor: asking for their removal, and cancelling it. */
export const lostFactors = {
  lost: 'I have lost everything',
  lostIntro:
    'If you have no app, no passkey and no recovery code left, we can remove them all. For your safety this takes a few days.',
  lostSteps: [
    'We email every address of the account now, and again a day before.',
    'Anyone who still has a second factor, a signed-in device or the email can cancel it.',
    'Then every second factor is removed, and you sign in without one.',
  ],
  ask: 'Request removal',
  asking: 'Requesting…',
  askedTitle: 'Removal requested',
  asked: <T>(when: T): Rich<T> => ['Your second factors are removed on ', when, '. We sent you an email.'],
  askedFound: 'If you find one before then, sign in with it. That cancels the removal.',

  keepTitle: 'Keep your second factors',
  keepIntro: 'This cancels the request to remove them. No one is signed out, and your password stays the same.',
  keep: 'Keep my second factors',
  keeping: 'Cancelling…',
  keptTitle: 'Your second factors stay',
  kept: "The request is cancelled. If you didn't make it, press “This wasn't me” in the same email: someone may know your password.",
  keptBefore:
    'The request may be cancelled already. If your second factors were removed, our newest email about it can undo the rest.',
  toSignIn: 'Go to the sign-in page',
}

import type { Rich } from '../plural.ts'

/** Losing every second factor: asking for their removal, and cancelling it. */
export const lostFactors = {
  lost: "I've lost all of these",
  lostIntro:
    'If you have none of your apps, passkeys and recovery codes any more, ask us to remove them. You can then sign in without them. To keep thieves out, this takes a few days.',
  lostSteps: [
    'We email every address of your account now, and again a day before we remove them.',
    'Until then you can cancel: by that email, on a signed-in device, or by signing in with a second factor.',
    'Then we remove them all, and you sign in without a second factor.',
  ],
  ask: 'Request removal',
  asking: 'Requesting…',
  askedTitle: 'Removal requested',
  asked: <T>(when: T): Rich<T> => ['We will remove your second factors on ', when, '. We sent you an email.'],
  askedFound: 'If you find one before then, sign in with it. That cancels the removal.',

  keepPage: {
    title: 'Keep your second factors',
    intro: 'This cancels the request to remove them. No one is signed out, and your password stays the same.',
    button: 'Keep my second factors',
    working: 'Cancelling…',
    before:
      'The request may be cancelled already. If your second factors were removed, our newest email about it can undo the rest.',
    doneTitle: 'Your second factors stay',
    done: "The request is cancelled. If you didn't make it, someone may know your password. Press “This wasn't me” in the same email.",
  },
}

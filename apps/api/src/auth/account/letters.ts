import type { Letter } from '../../platform/mail/letter.ts'

/** To the address that somebody wants to use from now on: whoever reads it may be a stranger, so it names nobody. */
export const addressLink = (url: string): Letter => ({
  subject: 'Confirm your new address',
  heading: 'Confirm your new address',
  paragraphs: [
    'Somebody asked to use this address for their account.',
    'Open the link in a browser in which you are signed in. It works once, within 24 hours.',
  ],
  button: { label: 'Use this address', url },
  closing: ['If you did not ask for this, do nothing: nothing changes without your click.'],
})

/** To the owner of an address that somebody else, or they themselves, wanted to move another account to. */
export const addressTaken = (loginUrl: string): Letter => ({
  subject: 'You already have an account',
  heading: 'You already have an account',
  paragraphs: [
    'Somebody asked to use this address for another account. That is not possible, since there is an account with it already: yours.',
  ],
  button: { label: 'Sign in', url: loginUrl },
  closing: ['If it was not you, do nothing: nothing has changed.'],
})

import type { ProviderProblem } from '../../auth/identities.ts'
import type { Rich } from '../plural.ts'

type Problem = Exclude<ProviderProblem, 'has_account'> | 'other' | 'unnamed'

/** What a provider's page came back with. `name` is that of the provider, such as "Google". */
const problems: Record<Problem, (name: string) => string> = {
  denied: name => `You cancelled, or ${name} said no. You can try again.`,
  expired: () => 'That took too long, or it began in another browser. Try again.',
  misconfigured: name => `${name} is set up wrongly here. Tell your administrator.`,
  down: name => `${name} doesn't answer right now. Try again in a moment.`,
  no_address: name =>
    `${name} didn't tell us your email address. Sign in or sign up another way, then link it under “Linked accounts”.`,
  taken: name => `That ${name} account is linked to another account here. Choose a different one.`,
  refused: name => `We can't accept this ${name} account now. Try again later, or ask your administrator.`,
  unavailable: () => "We can't finish this right now. Try again in a moment.",
  other: name => `That didn't work with ${name}. Try again.`,
  unnamed: () => "That didn't work with this provider. Try again, or choose another way.",
}

/** Where a sign-in with a provider goes on. */
export const withProvider = {
  problems,
  signOutThere: (name: string) => `Sign out at ${name} too`,

  linkTitle: 'You already have an account',
  link: <T>(address: T, name: string): Rich<T> => [
    'It has the address ',
    address,
    `. Prove that it's yours, and we link ${name} to it.`,
  ],
  linkByCode: <T>(address: T, name: string): Rich<T> => [
    'We emailed a code to ',
    address,
    `. Enter it to go on with ${name}.`,
  ],
  linkByMail: <T>(address: T, name: string): Rich<T> => [
    "We'll email a code to ",
    address,
    `. It proves that the account is yours, and we link ${name} to it.`,
  ],
  sendCode: 'Send the code',
  codeTitle: 'Check your email',
  resent: 'We sent another email. Use its code: the earlier one no longer works.',
  button: 'Link and sign in',
  goOn: 'Continue',
  working: 'Signing in…',
  wrongPassword: 'Wrong password.',
  sending: 'Sending a code…',

  confirmedTitle: "That's done",
  confirmed: 'Go back to the tab where you came from. You can close this one.',
  notConfirmedTitle: "That didn't work",
}

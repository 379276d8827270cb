import type { Rich } from '../plural.ts'

/** The accounts elsewhere that sign a person in. `name` is that of the provider, such as "Google". */
export const linkedAccounts = {
  title: 'Linked accounts',
  intro: 'Each of these signs you in here.',
  none: 'Link an account elsewhere, and sign in with it here.',
  link: (name: string) => `Link ${name}`,
  opening: (name: string) => `Opening ${name}…`,
  since: <T>(time: T): Rich<T> => ['Linked ', time],
  lastUsed: <T>(time: T): Rich<T> => ['last used ', time],
  neverUsed: 'not used yet',
  unusable: "Can't be used now",
  unusableWhy: 'It is turned off here. Sign in another way, or unlink it.',
  linked: (name: string) => `${name} is linked. It signs you in from now on.`,

  unlink: 'Unlink',
  unlinkOf: (account: string) => `Unlink ${account}`,
  unlinking: 'Unlinking…',
  unlinkTitle: (name: string) => `Unlink ${name}?`,
  unlinkText: (name: string) =>
    `${name} will no longer sign you in here. Devices where you signed in with it will be signed out.`,
  unlinked: 'Unlinked.',
  lastFactor: 'This is your last way to sign in. Choose a password or add a passkey first.',
  down: (name: string) => `${name} doesn't answer right now. Try again in a moment.`,
  full: 'You have linked as many accounts as you can. Unlink one first.',
}

/** The buttons that sign in with an account at a provider. `name` is that of the provider, such as "Google". */
export const providers = {
  or: 'or',
  continueWith: (name: string) => `Continue with ${name}`,
  opening: (name: string) => `Opening ${name}…`,
  lastUsed: 'Last used',
  down: (name: string) => `${name} doesn't answer right now. Try later, or choose another way.`,
}

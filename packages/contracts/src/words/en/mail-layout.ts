/** What stands around the sentences of every email. */
export const mailLayout = {
  what: 'What',
  when: 'When',
  where: 'Where',
  device: 'Device',
  and: 'And',
  /** The time names its zone. */
  instant: (day: string, time: string) => `${day} at ${time}`,
  reasons: {
    account: (product: string) => `You're getting this email because this address belongs to an account at ${product}.`,
    formerAddress: (product: string) =>
      `You're getting this email because an account at ${product} used this address until now.`,
    signUp: (product: string) =>
      `You're getting this email because somebody signed up for ${product} with this address.`,
    newAddress: (product: string) =>
      `You're getting this email because somebody wants to use this address for an account at ${product}.`,
  },
  help: (address: string) => `Questions? Write to ${address}.`,
}

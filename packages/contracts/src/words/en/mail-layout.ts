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
    account: (product: string) => `You get this email because this address belongs to a ${product} account.`,
    formerAddress: (product: string) => `You get this email because a ${product} account used this address until now.`,
    signUp: (product: string) => `You get this email because somebody signed up for ${product} with this address.`,
    newAddress: (product: string) =>
      `You get this email because somebody wants to use this address for a ${product} account.`,
  },
  help: (address: string) => `Questions? Write to ${address}.`,
}

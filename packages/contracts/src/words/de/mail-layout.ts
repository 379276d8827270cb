import type { mailLayout as en } from '../en/mail-layout.ts'

export const mailLayout: typeof en = {
  what: 'Was',
  when: 'Wann',
  where: 'Wo',
  device: 'Gerät',
  and: 'Und',
  instant: (day, time) => `${day} um ${time}`,
  reasons: {
    account: product => `Sie bekommen diese E-Mail, weil diese Adresse zu einem Konto bei ${product} gehört.`,
    formerAddress: product =>
      `Sie bekommen diese E-Mail, weil ein Konto bei ${product} bisher diese Adresse verwendet hat.`,
    signUp: product => `Sie bekommen diese E-Mail, weil sich jemand mit dieser Adresse bei ${product} registriert hat.`,
    newAddress: product =>
      `Sie bekommen diese E-Mail, weil jemand diese Adresse für ein Konto bei ${product} verwenden möchte.`,
  },
  help: address => `Fragen? Schreiben Sie an ${address}.`,
}

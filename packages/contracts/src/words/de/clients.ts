import type { clients as en } from '../en/clients.ts'

export const clients: typeof en = {
  browserOn: (browser, os) => `${browser} auf ${os}`,
  aBrowserOn: os => `Ein Browser auf ${os}`,
  unknown: 'Unbekannter Browser',
  program: 'API-Programm',
  programOf: client => `API-Programm (${client})`,
  botOf: client => `Automatischer Browser (${client})`,
}

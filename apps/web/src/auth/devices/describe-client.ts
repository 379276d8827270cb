import type { Session } from '@latchkey/contracts/auth/sessions'

/** The client's name for people: "Firefox on Linux". */
export function describeClient({ delivery, device: { browser, os } }: Pick<Session, 'delivery' | 'device'>): string {
  if (delivery === 'bearer') return browser ? `API client (${browser})` : 'API client'
  if (browser && os) return `${browser} on ${os}`
  return browser ?? (os ? `A browser on ${os}` : 'Unknown browser')
}

import type { TabMemory } from '../../platform/tab-memory.ts'

/** What this tab went to a provider with, for the page that it comes back to. */
export interface Attempt {
  provider: string
  /** Where the person wanted to go. */
  wanted?: string
  remember: boolean
}

// Nothing in it is secret, and nothing follows from it but what the pages show. A closed tab forgets it.
const key = 'latchkey-with'

export const keepAttempt = (tab: TabMemory, attempt: Attempt): void => tab.keep(key, JSON.stringify(attempt))

/** The last attempt of this tab with this provider. */
export function readAttempt(tab: TabMemory, provider: string): Attempt {
  const kept: Attempt | null = JSON.parse(tab.read(key) ?? 'null')
  return kept?.provider === provider ? kept : { provider, remember: false }
}

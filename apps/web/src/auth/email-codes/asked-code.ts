import type { TabMemory } from '../../platform/tab-memory.ts'

/** A code that this tab asked for. */
export interface AskedCode {
  challenge: string
  email: string
  /** Whether the person wants to stay signed in. */
  remember: boolean
}

// The challenge opens nothing by itself: it needs the HttpOnly cookie of this browser and the mailed code. A closed tab forgets it.
const key = 'latchkey-email-code'

/** Keeps it for this tab. */
export const keepAsked = (tab: TabMemory, asked: AskedCode): void => tab.keep(key, JSON.stringify(asked))

export const forgetAsked = (tab: TabMemory): void => tab.forget(key)

export const readAsked = (tab: TabMemory): AskedCode | null => JSON.parse(tab.read(key) ?? 'null')

import type { TabMemory } from '../../platform/tab-memory.ts'

// Where the person wanted to go when they went to a provider, for the page that they come back to. No more than the address bar said. A
// closed tab forgets it.
const key = 'latchkey-with'

/** Keeps the search of the sign-in page for this tab. */
export const keepSearch = (tab: TabMemory, search: string): void => tab.keep(key, search)

/** The search of the sign-in page that this tab left. Empty without one. */
export const readSearch = (tab: TabMemory): string => tab.read(key) ?? ''

import type { SecondStep } from '@latchkey/contracts/auth/signed-in'
import type { TabMemory } from '../../platform/tab-memory.ts'

/** A sign-in that needs a second factor first. */
export interface UnfinishedSignIn extends SecondStep {
  /** As typed, or as a provider named it. A provider that already signs the person in names none. */
  email?: string
  /** Whether this browser keeps the address afterwards. */
  remember?: boolean
  /** The provider that the sign-in began with. */
  provider?: string
}

// The challenge opens nothing by itself: it needs the HttpOnly cookie of this browser and a second factor, and dies after ten minutes. A
// closed tab forgets it.
const key = 'latchkey-sign-in'

/** Keeps an unfinished sign-in for this tab. */
export const keepUnfinished = (tab: TabMemory, unfinished: UnfinishedSignIn): void =>
  tab.keep(key, JSON.stringify(unfinished))

export const forgetUnfinished = (tab: TabMemory): void => tab.forget(key)

/** The unfinished sign-in of this tab. Null if there is none, or it has expired. */
export function readUnfinished(tab: TabMemory): UnfinishedSignIn | null {
  const kept: UnfinishedSignIn | null = JSON.parse(tab.read(key) ?? 'null')
  return kept && Date.parse(kept.expiresAt) > Date.now() ? kept : null
}

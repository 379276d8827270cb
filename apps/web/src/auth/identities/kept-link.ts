import type { LinkStep } from '@latchkey/contracts/auth/identities'
import type { TabMemory } from '../../platform/tab-memory.ts'

/** A sign-in with a provider whose account here must be proven first. */
export interface KeptLink extends LinkStep {
  provider: string
  /** Whether a mail with a code is on its way. */
  isMailed: boolean
}

// The challenge opens nothing by itself: it needs the HttpOnly cookie of this browser and a proof. A closed tab forgets it.
const key = 'latchkey-link'

/** Keeps it for this tab. */
export const keepLink = (tab: TabMemory, link: KeptLink): void => tab.keep(key, JSON.stringify(link))

export const forgetLink = (tab: TabMemory): void => tab.forget(key)

/** The link of this tab that waits for a proof. Null if there is none, or it has expired. */
export function readLink(tab: TabMemory): KeptLink | null {
  const kept: KeptLink | null = JSON.parse(tab.read(key) ?? 'null')
  return kept && Date.parse(kept.expiresAt) > Date.now() ? kept : null
}

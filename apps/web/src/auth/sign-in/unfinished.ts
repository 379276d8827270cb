import type { SecondStep } from '@latchkey/contracts/auth/signed-in'

/** A sign-in that needs a second factor first. */
export interface UnfinishedSignIn extends SecondStep {
  email: string
  /** Whether this browser keeps the address afterwards. */
  remember: boolean
}

// It survives a reload, as when a phone drops the page while the person looks into the app. The challenge opens nothing by itself: it
// needs the HttpOnly cookie of this browser and a second factor, and dies after ten minutes. A closed tab forgets it.
const key = 'latchkey-sign-in'

/** Keeps an unfinished sign-in for this tab. Not caught: a browser that blocks storage blocks cookies too, so it cannot sign in. */
export const keepUnfinished = (unfinished: UnfinishedSignIn): void =>
  sessionStorage.setItem(key, JSON.stringify(unfinished))

export function forgetUnfinished(): void {
  sessionStorage.removeItem(key)
}

/** The unfinished sign-in of this tab. Null if there is none, or it has expired. */
export function readUnfinished(): UnfinishedSignIn | null {
  const kept: UnfinishedSignIn | null = JSON.parse(sessionStorage.getItem(key) ?? 'null')
  return kept && Date.parse(kept.expiresAt) > Date.now() ? kept : null
}

import { keepInBrowser, readBrowser } from '../../platform/browser-memory.ts'

// Only the name of the way. It says nothing about the person or the account.
const key = 'latchkey-second-step'

/** The way to begin with: the one that this browser used last, or else the first. */
export function firstWay<Method extends string>(offered: readonly Method[]): Method | undefined {
  const last = lastWay()
  return offered.find(method => method === last) ?? offered[0]
}

/** A recovery code is for an emergency, so the next sign-in begins with the usual way again. */
export function keepWay(method: string): void {
  if (method !== 'recovery_code') keepInBrowser(key, method)
}

/** The way that this browser used last. A sign-out keeps it: the browser would clear it with what it knows of the person. */
export const lastWay = (): string | undefined => readBrowser(key)

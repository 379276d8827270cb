// Only the name of the way. It says nothing about the person or the account.
const key = 'latchkey-second-step'

/** The way to begin with: the one that this browser used last, or else the first. */
export function firstWay<Method extends string>(offered: readonly Method[]): Method | undefined {
  const last = lastWay()
  return offered.find(method => method === last) ?? offered[0]
}

/** A recovery code is for an emergency, so the next sign-in begins with the usual way again. */
export function keepWay(method: string): void {
  if (method === 'recovery_code') return
  try {
    localStorage.setItem(key, method)
  } catch {
    // A browser that blocks it begins with the first way.
  }
}

/** The way that this browser used last. A sign-out keeps it: the browser would clear it with what it knows of the person. */
export function lastWay(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

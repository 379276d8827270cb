/** What this browser remembers, for all tabs and until it is cleared. Undefined without it, and where the browser keeps nothing for a site. */
export function readBrowser(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    // A browser that blocks cookies blocks this too.
    return undefined
  }
}

/** Keeps the value, or removes the one that is kept. A browser that keeps nothing goes on without it. */
export function keepInBrowser(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // As above.
  }
}

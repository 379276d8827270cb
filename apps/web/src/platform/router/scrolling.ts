import { addState, type Location } from './location.ts'

/** Keeps how far each page was scrolled: a page may be shown long after the browser's own attempt to scroll it. */
export function createScrolling() {
  const positions = new Map<string, number>()
  let restored: string | undefined

  const keepForReload = () => addState({ scroll: window.scrollY })
  return {
    /** Remembers the position of a page that is still shown. */
    leave({ state: { key = '' } }: Location): void {
      positions.set(key, window.scrollY)
    },
    /** Forgets the position of a page: the next `restore` treats it as new. */
    forget({ state: { key = '' } }: Location): void {
      positions.delete(key)
      if (key === restored) restored = undefined
    },
    /**
     * Scrolls a page that is now shown. A new page starts at the top, or at the part that the address names. Returns that part if it
     * scrolled there.
     */
    restore({ hash, state: { key = '', scroll } }: Location): HTMLElement | null {
      if (key === restored) return null
      restored = key
      const kept = positions.get(key) ?? scroll
      const part = hash && kept === undefined ? document.getElementById(hash.slice(1)) : null
      window.scrollTo(0, part ? part.getBoundingClientRect().top + window.scrollY : (kept ?? 0))
      return part
    },
    /** Returns a function that stops it. */
    start() {
      window.history.scrollRestoration = 'manual'
      window.addEventListener('pagehide', keepForReload)
      return () => window.removeEventListener('pagehide', keepForReload)
    },
  }
}

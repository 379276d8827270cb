export const schemes = ['system', 'light', 'dark'] as const
export type SchemeChoice = (typeof schemes)[number]

/**
 * `public/scheme.js` reads it before the first paint, so that a page does not flash in the other scheme, and shows each change, of this
 * page or of another tab. It also notes that the app will ask for a password at once (auth/sign-in/use-step.ts): the prerendered sign-in
 * page asks for the address, and stays unseen then, so that nothing jumps. That file is served as it is, so its comments stand here.
 */
const key = 'scheme'

/** What this browser shows: as the system says, unless the person chose. */
export const chosenScheme = (): SchemeChoice => {
  const { scheme } = document.documentElement.dataset
  return scheme === 'light' || scheme === 'dark' ? scheme : 'system'
}

/** Keeps the choice again. A sign-out empties what the browser keeps (`Clear-Site-Data`), and how pages look is no secret. */
export const keepScheme = (): void => chooseScheme(chosenScheme())

/** Shows the page in this scheme, now and later. A browser that keeps nothing forgets it with the page. */
export function chooseScheme(choice: SchemeChoice): void {
  const newValue = choice === 'system' ? null : choice
  try {
    if (newValue === null) localStorage.removeItem(key)
    else localStorage.setItem(key, newValue)
  } catch {
    // Blocked by the browser's settings.
  }
  // The browser sends it to other tabs only.
  window.dispatchEvent(new StorageEvent('storage', { key, newValue }))
}

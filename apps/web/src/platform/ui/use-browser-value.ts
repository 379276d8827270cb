import { useSyncExternalStore } from 'react'

const never = () => () => {}

/**
 * What only the browser knows. The prerendered page has `prerendered` in its place, and so has the first render that takes that page
 * over: both must be the same. `read` must answer the same each time.
 */
export const useBrowserValue = <T>(read: () => T, prerendered: T): T =>
  useSyncExternalStore(never, read, () => prerendered)

/** False while the page is only HTML, and its buttons do nothing yet. */
export const useIsLive = (): boolean => useBrowserValue(() => true, false)

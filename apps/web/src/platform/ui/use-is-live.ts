import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** False while the page is only HTML, as prerendered, and its buttons do nothing yet. */
export const useIsLive = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )

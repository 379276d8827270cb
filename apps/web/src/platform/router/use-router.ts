import { createContext, use, useEffect, useRef, useSyncExternalStore } from 'react'
import type { Location, Target } from './location.ts'
import type { Router } from './router.ts'

/** Provided once, by `App`. */
export const RouterContext = createContext<Router | undefined>(undefined)

/** @throws {Error} outside of `App` */
export function useRouter(): Router {
  const router = use(RouterContext)
  if (!router) throw new Error('useRouter needs a RouterContext around it')
  return router
}

/** The address of the page that is shown. */
export function useLocation(): Location {
  const { subscribe, getView, getLatest } = useRouter()
  const getLocation = () => getView()?.location ?? getLatest()
  return useSyncExternalStore(subscribe, getLocation, getLocation)
}

/** The address that the person goes to. The page of `useLocation` is shown until it has loaded. */
export function useDestination(): Location {
  const { subscribe, getLatest } = useRouter()
  return useSyncExternalStore(subscribe, getLatest, getLatest)
}

/** Opens another page instead of the one that renders it. */
export function Navigate({ to, replace = false, state = {} }: Target) {
  const { navigate } = useRouter()
  // The state may be a new object at each render. It is no reason to navigate again.
  const first = useRef(state)
  useEffect(() => void navigate({ to, replace, state: first.current }), [navigate, to, replace])
  return null
}

import { createContext, use, useEffect, useSyncExternalStore } from 'react'
import { type Me, meOf, type State } from './machine.ts'
import type { Session } from './session.ts'

/** Provided once, by `App`. */
export const SessionContext = createContext<Session | undefined>(undefined)

/** @throws {Error} outside of `App` */
export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('useSession needs a SessionContext around it')
  return session
}

export function useSessionState(): State {
  const { subscribe, getState } = useSession()
  return useSyncExternalStore(subscribe, getState, getState)
}

/** Who is signed in here, as far as this page knows. */
export const useMe = (): Me | undefined => meOf(useSessionState())

/**
 * Asks who is signed in, once and each time another tab signs in. The page does not wait for the answer. It does not use
 * `useQuery`: the sign-in page loads without that code, which is a thirtieth of the app.
 */
export function useIdentify(): Me | undefined {
  const { identify } = useSession()
  const state = useSessionState()
  useEffect(() => void identify().catch(() => undefined), [identify])
  useEffect(() => {
    // Most visitors get a 401 here, and the session handles it.
    if (state.name === 'unknown') identify().catch(() => undefined)
  }, [identify, state])
  return meOf(state)
}

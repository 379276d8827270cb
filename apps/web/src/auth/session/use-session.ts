import { createContext, use, useEffect, useSyncExternalStore } from 'react'
import { type Me, meOf, type State } from './machine.ts'
import type { Session } from './session.ts'

/** Filled by the app, once. */
export const SessionContext = createContext<Session | undefined>(undefined)

export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('There is no session around this')
  return session
}

export function useSessionState(): State {
  const { subscribe, getState } = useSession()
  return useSyncExternalStore(subscribe, getState)
}

/** Who is signed in here, as far as this page knows. */
export const useMe = (): Me | undefined => meOf(useSessionState())

/**
 * Asks who is signed in, once and whenever another tab signs in, for a page that shows itself meanwhile. Not by
 * `useQuery`: the sign-in page loads without what that needs, a thirtieth of the app.
 */
export function useIdentify(): Me | undefined {
  const { identify } = useSession()
  const state = useSessionState()
  useEffect(() => void identify().catch(() => undefined), [identify])
  useEffect(() => {
    // A refusal is what most visitors get, and the session hears of it.
    if (state.name === 'unknown') identify().catch(() => undefined)
  }, [identify, state])
  return meOf(state)
}

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
 * Asks once who is signed in, for a page that shows itself meanwhile. Not by `useQuery`: the sign-in page loads without
 * what that needs, a thirtieth of the app.
 */
export function useIdentify(): Me | undefined {
  const { identify } = useSession()
  useEffect(() => {
    // A refusal is what most visitors get.
    identify().catch(() => undefined)
  }, [identify])
  return useMe()
}

import { createContext, use, useSyncExternalStore } from 'react'
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

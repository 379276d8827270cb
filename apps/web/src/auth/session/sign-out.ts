import { signOut } from '@latchkey/contracts/auth/sessions'
import { type QueryClient, QueryObserver } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { ApiError, OutageError } from '../../platform/api-errors.ts'
import { appKey, askAgain, retryDelay } from '../../platform/outage.ts'
import type { LateSignOut } from './effects.ts'

/** Ends the session of this browser. One that had ended already, or whose cookie is gone, is what was wanted. */
export async function sendSignOut(): Promise<true> {
  try {
    await call(signOut, {})
  } catch (error) {
    if (!isOver(error)) throw error
  }
  return true
}

const isOver = (error: unknown) =>
  error instanceof ApiError && (error.problem.code === 'missing_token' || error.problem.code === 'invalid_token')

/**
 * Signs out as soon as the server can be reached. TanStack Query pauses its retries in a hidden page, and a session must
 * not live longer for that: so this is asked for at an interval, also in the background.
 */
export function signOutLater(queryClient: QueryClient, onHeard: () => void): LateSignOut {
  const { promise, resolve } = Promise.withResolvers<void>()
  const queryKey = [appKey, 'late sign-out']
  const observer = new QueryObserver(queryClient, {
    queryKey,
    queryFn: sendSignOut,
    initialData: false,
    retry: false,
    refetchInterval: ({ state }) => state.error instanceof OutageError && retryDelay(state.errorUpdateCount - 1),
    refetchIntervalInBackground: true,
    refetchOnWindowFocus: false,
  })
  const finish = () => {
    stop()
    queryClient.removeQueries({ queryKey })
    resolve()
  }
  const stop = observer.subscribe(({ data, error }) => {
    if (!data && (!error || error instanceof OutageError)) return
    finish()
    if (data) onHeard()
  })
  return {
    cancel: finish,
    hurry() {
      void askAgain(queryClient, { queryKey })
      return promise
    },
  }
}

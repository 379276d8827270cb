import { signOut } from '@latchkey/contracts/auth/sessions'
import { type QueryClient, QueryObserver } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { ApiError, OutageError } from '../../platform/api-errors.ts'
import { appKey, askAgain, retryDelay } from '../../platform/outage.ts'
import { keepScheme } from '../../platform/scheme.ts'
import { keepLastProvider, readLastProvider } from '../identities/last-provider.ts'
import { keepWay, lastWay } from '../second-step/last-way.ts'
import type { LateSignOut } from './effects.ts'

/**
 * Ends the session of this browser. Also succeeds if it had already ended or the cookie is gone. `keepalive`: the request is sent
 * even if the person closes the page at once.
 */
export async function sendSignOut(): Promise<true> {
  const way = lastWay()
  const provider = readLastProvider()
  try {
    await call(signOut, {}, { keepalive: true })
  } catch (error) {
    if (!isOver(error)) throw error
  }
  // `Clear-Site-Data` cleared these three, and none is a secret.
  keepScheme()
  if (way) keepWay(way)
  keepLastProvider(provider)
  return true
}

const longestWaitMs = 3_000

/**
 * Waits for the queries that are under way, such as those of a page that has just opened. A sign-out that overtakes one makes the server
 * refuse it, which would read as an end of the session that was caused elsewhere. One that has failed, as in an outage, is not awaited.
 * If the person leaves the page, it waits no longer: otherwise the sign-out would never be sent.
 */
export async function settle(queryClient: QueryClient): Promise<void> {
  const underWay = queryClient
    .getQueryCache()
    .findAll({ fetchStatus: 'fetching', predicate: ({ state }) => state.fetchFailureCount === 0 })
  let stop = () => {}
  const tooLong = new Promise<void>(resolve => {
    stop = resolve
  })
  const timer = setTimeout(stop, longestWaitMs)
  window.addEventListener('pagehide', stop)
  await Promise.race([Promise.allSettled(underWay.map(({ promise }) => promise)), tooLong])
  clearTimeout(timer)
  window.removeEventListener('pagehide', stop)
}

const isOver = (error: unknown) =>
  error instanceof ApiError && (error.problem.code === 'missing_token' || error.problem.code === 'invalid_token')

/**
 * Signs out as soon as the server can be reached. TanStack Query pauses its retries in a hidden page, and the session would
 * live longer. So this polls at an interval, also in the background.
 */
export function signOutLater(queryClient: QueryClient, onDone: () => void): LateSignOut {
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
  let resolve = () => {}
  const finished = new Promise<void>(done => {
    resolve = done
  })
  const finish = () => {
    stop()
    queryClient.removeQueries({ queryKey })
    resolve()
  }
  const stop = observer.subscribe(({ data, error }) => {
    if (!data && (!error || error instanceof OutageError)) return
    finish()
    if (data) onDone()
  })
  return {
    cancel: finish,
    sendNow() {
      void askAgain(queryClient, { queryKey })
      return finished
    },
  }
}

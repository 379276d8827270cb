import {
  currentSession,
  listSessions,
  revokeOtherSessions,
  revokeSession,
  type Session,
} from '@latchkey/contracts/sessions'
import type { User } from '@latchkey/contracts/users'
import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../api-client.ts'
import { afterSignOut } from '../late-sign-out.ts'
import { patiently } from '../outage.ts'

/** For so long an answer to "who am I?" is believed while somebody moves from page to page. */
const sessionFreshMs = 10_000

/** Who is signed in here, and by which session; `null` where it is known that nobody is. */
export interface Me {
  user: User
  session: Session
}

// No query takes the signal that it is offered: a query that does is cancelled with its last component, under the feet
// of the router, which may be waiting for it too.
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Me | null> => {
    await afterSignOut()
    return (await patiently(() => call(currentSession, {}))).data
  },
  staleTime: sessionFreshMs,
})

/** Puts `me` in the place of whoever this page knew; nothing that it learned for them stays. */
export function become(queryClient: QueryClient, me: Me | null): void {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] })
  queryClient.setQueryData(sessionQuery.queryKey, me)
}

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async () => (await patiently(() => call(listSessions, {}))).data,
})

/** Ends one session of yours; the list is asked for again whatever came of it, since it was wrong if that failed. */
export function useRevokeSession() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (session: Session) => (await call(revokeSession, { id: session.id })).data,
    // Not waited for: during an outage the list stays away for longer than anybody should wait to hear of this.
    onSettled: () => void queryClient.invalidateQueries(sessionsQuery),
  })
}

/** Ends all of your sessions but this one; gives back how many. */
export function useRevokeOtherSessions() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async () => (await call(revokeOtherSessions, {})).data.revoked,
    onSettled: () => void queryClient.invalidateQueries(sessionsQuery),
  })
}

import { currentSession, type Session } from '@latchkey/contracts/auth/sessions'
import type { User } from '@latchkey/contracts/auth/users'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { patiently } from '../../platform/outage.ts'
import { afterSignOut } from './late-sign-out.ts'

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

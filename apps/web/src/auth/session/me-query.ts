import { currentSession } from '@latchkey/contracts/auth/sessions'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { appKey } from '../../platform/outage.ts'
import { type Me, meOf, type State } from './machine.ts'

/** For so long an answer to "who am I?" is believed while somebody moves from page to page. */
const freshMs = 10_000

// It takes no signal: a query that does is cancelled with its last component, under the feet of the router.
/** "Who am I?", asked after `isReady`; `null` where it is known that nobody is signed in. */
export const meQuery = (isReady: () => Promise<void> | undefined) =>
  queryOptions({
    queryKey: [appKey, 'session'],
    async queryFn(): Promise<Me | null> {
      await isReady()
      return (await call(currentSession, {})).data
    },
    staleTime: freshMs,
  })

/** Has the query answer as the state does. */
export function keepAnswer(
  queryClient: QueryClient,
  query: ReturnType<typeof meQuery>,
  before: State,
  after: State,
): void {
  // What is asked for already is left alone: the router may wait for it.
  if (after.name === 'unknown' && before.name !== 'unknown') queryClient.removeQueries(query)
  if (after.name === 'unknown' || after.name === 'held') return
  // An answer that is still under way was asked for somebody who has left.
  if (after.name === 'signed-out') void queryClient.cancelQueries(query)
  queryClient.setQueryData(query.queryKey, meOf(after) ?? null)
}

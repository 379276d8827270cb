import { currentSession } from '@latchkey/contracts/auth/sessions'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { appKey } from '../../platform/outage.ts'
import { type Me, meOf, type State } from './machine.ts'

/** How long an answer to "who am I?" stays fresh when the person changes pages. */
const freshMs = 10_000

// It uses no signal: a query with one is cancelled with its last component, even if the router waits for it.
/** The query "who am I?", sent after `isReady`. `null` if it is known that no one is signed in. */
export const meQuery = (isReady: () => Promise<void> | undefined) =>
  queryOptions({
    queryKey: [appKey, 'session'],
    async queryFn(): Promise<Me | null> {
      await isReady()
      return (await call(currentSession, {})).data
    },
    staleTime: freshMs,
  })

/** Updates the query's cached answer from the state. */
export function keepAnswer(
  queryClient: QueryClient,
  query: ReturnType<typeof meQuery>,
  before: State,
  after: State,
): void {
  // A query that already runs stays: the router may wait for it.
  if (after.name === 'unknown' && before.name !== 'unknown') queryClient.removeQueries(query)
  if (after.name === 'unknown' || after.name === 'held') return
  // A running request was sent for the person who has left.
  if (after.name === 'signed-out') void queryClient.cancelQueries(query)
  queryClient.setQueryData(query.queryKey, meOf(after) ?? null)
}

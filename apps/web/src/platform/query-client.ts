import { ready } from '@latchkey/contracts/platform/health'
import { MutationCache, QueryCache, type QueryCacheConfig, QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from './api-client.ts'
import { OutageError } from './api-errors.ts'
import { readyKey, retry, retryDelay } from './outage.ts'

interface Listener {
  /** Called for every failed call. */
  onError: (error: unknown) => void
  /** Called for every answered query. */
  onSuccess: NonNullable<QueryCacheConfig['onSuccess']>
}

const readyQuery = queryOptions({
  queryKey: readyKey,
  queryFn: () => call(ready, {}),
  gcTime: 0,
})

/** After an action that failed in an outage, this asks until the server is there again. */
export function watchOutage(queryClient: QueryClient, error: unknown): void {
  if (error instanceof OutageError) void queryClient.fetchQuery(readyQuery).catch(() => undefined)
}

/** Queries retry during an outage. Actions are never sent twice. */
export function createQueryClient({ onError, onSuccess }: Listener): QueryClient {
  const queryClient = new QueryClient({
    queryCache: new QueryCache({ onError, onSuccess }),
    mutationCache: new MutationCache({
      onError(error) {
        onError(error)
        watchOutage(queryClient, error)
      },
    }),
    defaultOptions: {
      // `always`: the browser's own view of the network is often wrong (captive portals, VPNs, localhost).
      queries: { retry, retryDelay, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  return queryClient
}

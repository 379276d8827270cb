import { ready } from '@latchkey/contracts/platform/health'
import { MutationCache, QueryCache, type QueryCacheConfig, QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from './api-client.ts'
import { OutageError } from './api-errors.ts'
import { appKey, retry, retryDelay } from './outage.ts'

interface Listener {
  /** Hears of every failed call. */
  onError: (error: unknown) => void
  /** Hears of every answered query. */
  onSuccess: NonNullable<QueryCacheConfig['onSuccess']>
}

const readyQuery = queryOptions({
  queryKey: [appKey, 'ready'],
  queryFn: () => call(ready, {}),
  gcTime: 0,
})

/** Queries wait for a server that is away; actions are never sent twice. */
export function createQueryClient({ onError, onSuccess }: Listener): QueryClient {
  const queryClient = new QueryClient({
    queryCache: new QueryCache({ onError, onSuccess }),
    mutationCache: new MutationCache({
      onError(error) {
        onError(error)
        // After an action failed, something must ask, to see the end of the outage.
        if (error instanceof OutageError) void queryClient.fetchQuery(readyQuery).catch(() => undefined)
      },
    }),
    defaultOptions: {
      // `always`: what the browser believes about the network is wrong too often (captive portals, VPNs, localhost).
      queries: { retry, retryDelay, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  return queryClient
}

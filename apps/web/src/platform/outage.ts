import { notifyManager, type Query, type QueryClient, type QueryFilters, useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { OutageError } from './api-errors.ts'

const firstPauseMs = 1_000
const longestPauseMs = 15_000

/** Begins the keys of queries that hold nothing of a person: they outlive a sign-out. */
export const appKey = 'app'

/** A query waits for a server that is away. What the server itself refuses is thrown at once. */
export const retry = (_failures: number, error: unknown): boolean => error instanceof OutageError

/** The pause after each failure, in ms: it grows up to 15 s. */
export const retryDelay = (failures: number): number => Math.min(firstPauseMs * 2 ** failures, longestPauseMs)

/** Whether something waits for a server that can't be reached. */
export function useOutage(): boolean {
  const queries = useQueryClient().getQueryCache()
  return useSyncExternalStore(
    listener => queries.subscribe(notifyManager.batchCalls(listener)),
    () => queries.getAll().some(isWaiting),
  )
}

/**
 * Has every waiting query ask again now; resolves when they are answered. Queries have no way to cut a pause short, so a
 * new fetch takes the place of the one that pauses, and answers those who wait for that.
 */
export const askAgain = (queryClient: QueryClient, filters: QueryFilters = {}): Promise<unknown> =>
  Promise.allSettled(
    queryClient
      .getQueryCache()
      .findAll({ ...filters, predicate: isWaiting })
      .map(async query => {
        if (isPausing(query)) void query.cancel({ silent: true })
        const meta = query.state.fetchMeta
        await query.fetch(undefined, meta ? { meta } : {})
      }),
  )

/** From the first failure until an answer. */
const isPausing = ({ state }: Query) => state.fetchStatus !== 'idle' && state.fetchFailureReason instanceof OutageError

const isWaiting = (query: Query) => isPausing(query) || (query.state.error instanceof OutageError && query.isActive())

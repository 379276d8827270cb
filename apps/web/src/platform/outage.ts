import { notifyManager, type Query, type QueryClient, type QueryFilters, useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { OutageError } from './api-errors.ts'

const firstPauseMs = 1_000
const longestPauseMs = 15_000

/** The first part of the key of queries without personal data. They survive a sign-out. */
export const appKey = 'app'

/** Asks whether the server is there again. It runs after a failed action until the outage ends. */
export const readyKey = [appKey, 'ready']

/** Queries retry during an outage. A refusal by the server is thrown at once. */
export const retry = (_failures: number, error: unknown): boolean => error instanceof OutageError

/** The pause after a failure, in ms. It grows up to 15 s. */
export const retryDelay = (failures: number): number => Math.min(firstPauseMs * 2 ** failures, longestPauseMs)

/** Whether something waits for a server that can't be reached. True from the first failure until an answer. */
export function useOutage(): boolean {
  const queries = useQueryClient().getQueryCache()
  const isOutage = () => queries.getAll().some(isWaiting)
  return useSyncExternalStore(listener => queries.subscribe(notifyManager.batchCalls(listener)), isOutage, isOutage)
}

/**
 * Sends every waiting query again now. Resolves when they are answered. A query cannot end its pause early, so a new fetch
 * replaces the paused one and answers its callers.
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

/** From its first failure until an answer. */
const isPausing = ({ state }: Query) => state.fetchStatus !== 'idle' && state.fetchFailureReason instanceof OutageError

const isWaiting = (query: Query) =>
  isPausing(query) ||
  (query.state.error instanceof OutageError && query.isActive()) ||
  (query.queryKey[1] === readyKey[1] && query.state.fetchStatus !== 'idle')

import type { QueryClient } from '@tanstack/react-query'
import type { AnyRouter } from '@tanstack/react-router'
import { unauthenticated } from '../../platform/api-errors.ts'
import { findMe } from './end-session.ts'
import { sessionQuery } from './queries.ts'

/** Looks who is signed in, after somebody signed in elsewhere in this browser. */
export async function meetAgain(router: AnyRouter, queryClient: QueryClient): Promise<void> {
  const before = findMe(queryClient)
  if (before) {
    try {
      const { user } = (await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 })) ?? {}
      // The same person came back: what they have half typed on this page stays theirs.
      if (user?.id === before.user.id) return
    } catch (error) {
      // Nobody is signed in after all: that has led away from this page already, or the page is held.
      if (unauthenticated(error)) return
    }
  }
  // Nothing that is on this page holds any more.
  await queryClient.resetQueries()
  await router.invalidate()
}

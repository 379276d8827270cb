import type { QueryClient } from '@tanstack/react-query'
import type { AnyRouter } from '@tanstack/react-router'
import { unauthenticated } from '../../platform/api-errors.ts'
import { createEffects } from './effects.ts'
import { type Event, type Me, next, type State } from './machine.ts'
import { keepAnswer } from './me-query.ts'

/** What a page has that must not be lost. */
export interface Keeper {
  isHalfDone(): boolean
  isUnderWay(): boolean
  /** @throws {NotConfirmedError} where nobody gives the password that the request needs */
  send<T>(request: () => Promise<T>): Promise<T>
  /** Sends the waiting requests again, or gives them up. */
  resume(given: boolean): void
}

export type Session = ReturnType<typeof createSession>

/** Holds the one state of who is signed in here, and does what follows from each event. */
export function createSession(queryClient: QueryClient, getRouter: () => AnyRouter) {
  const listeners = new Set<() => void>()
  let state: State = { name: 'unknown' }
  let keeper: Keeper | undefined
  const getState = () => state
  const getKeeper = () => keeper
  const { query, afterSignOut, run, start, workWith } = createEffects({
    queryClient,
    getRouter,
    getState,
    dispatch,
    getKeeper,
  })

  function dispatch(event: Event): void {
    const before = state
    const [after, ...effects] = next(before, event, keeper?.isHalfDone() ?? false)
    state = after
    if (after !== before) keepAnswer(queryClient, query, before, after)
    for (const effect of effects) run(effect)
    for (const listener of listeners) listener()
  }

  return {
    /** "Who am I?" What it answers becomes the state. */
    query,
    getState,
    dispatch,
    start,
    workWith,
    getKeeper,
    /** Asks who is signed in, unless that is known. */
    identify: () => queryClient.fetchQuery(query),
    /** Has `next` keep what is half done on this page, until the answer is called: then its questions are given up. */
    keepBy(next: Keeper) {
      keeper = next
      return () => {
        dispatch({ name: 'declined' })
        keeper = undefined
      }
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    /** To be waited for before somebody signs in. */
    async beforeSignIn() {
      await afterSignOut()
      // A "who am I?" that is still under way was asked without the new cookie: its 401 would sign out the one who signs in.
      await queryClient.cancelQueries(query)
    },
    /** What each failed call has to say. */
    hearError(error: unknown) {
      const problem = unauthenticated(error)
      if (problem) dispatch({ name: 'refused', problem })
    },
    /** What each answered query has to say. */
    hearAnswer(answer: unknown, { queryKey }: { queryKey: readonly unknown[] }) {
      if (answer && queryKey === query.queryKey) dispatch({ name: 'identified', me: answer as Me })
    },
  }
}

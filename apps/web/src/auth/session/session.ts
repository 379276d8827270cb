import type { QueryClient } from '@tanstack/react-query'
import { ApiError, unauthenticated } from '../../platform/api-errors.ts'
import type { Router } from '../../platform/router/router.ts'
import { createTabMemory } from '../../platform/tab-memory.ts'
import { createEffects } from './effects.ts'
import { type Event, type Me, next, type State } from './machine.ts'
import { keepAnswer } from './me-query.ts'

/** Knows what a page must not lose. */
export interface Keeper {
  isHalfDone(): boolean
  isUnderWay(): boolean
  /** @throws {NotConfirmedError} if the person does not give the password that the request needs */
  send<T>(request: () => Promise<T>): Promise<T>
  /** Sends the waiting requests again if `given`, or gives them up. */
  resume(given: boolean): void
}

export type Session = ReturnType<typeof createSession>

/** Holds the state of who is signed in here, and runs the effects of each event. If `isSignedOut`, it need not ask at first. */
export function createSession(queryClient: QueryClient, getRouter: () => Router, isSignedOut = false) {
  const listeners = new Set<() => void>()
  let state: State = { name: 'unknown' }
  let keeper: Keeper | undefined
  const unsent = new Set<() => Promise<unknown>>()
  const getState = () => state
  const getKeeper = () => keeper
  const { query, afterSignOut, run, start, addHelpers } = createEffects({
    queryClient,
    getRouter,
    getState,
    dispatch,
    getKeeper,
  })

  if (isSignedOut) queryClient.setQueryData(query.queryKey, null)

  function dispatch(event: Event): void {
    const before = state
    const [after, ...effects] = next(before, event, keeper?.isHalfDone() ?? false)
    state = after
    if (after !== before) keepAnswer(queryClient, query, before, after)
    for (const effect of effects) run(effect)
    for (const listener of listeners) listener()
  }

  return {
    /** What the steps of a sign-in keep in this tab. */
    tab: createTabMemory(),
    /** The query "who am I?". Its answer becomes the state. */
    query,
    getState,
    dispatch,
    start,
    addHelpers,
    getKeeper,
    /** Asks who is signed in, unless the last answer is still fresh. */
    identify: () => queryClient.fetchQuery(query),
    /** Uses `next` for this page. Returns a function that removes it and declines what it waits for. */
    setKeeper(next: Keeper) {
      keeper = next
      return () => {
        dispatch({ name: 'declined' })
        keeper = undefined
      }
    },
    /** Adds requests that a page holds back. `send` sends them, and never rejects. Returns a function that removes them. */
    addUnsent(send: () => Promise<unknown>) {
      unsent.add(send)
      return () => void unsent.delete(send)
    },
    /** Await this before a sign-out: afterwards the server would refuse what a page holds back. */
    beforeSignOut: () => Promise.all([...unsent].map(send => send())),
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    /** Await this before a sign-in. */
    async beforeSignIn() {
      await afterSignOut()
      // A running "who am I?" was sent without the new cookie. Its 401 would undo the sign-in.
      await queryClient.cancelQueries(query)
    },
    /** Takes the error of each failed call: a 401 ends the session. */
    handleError(error: unknown) {
      const problem = unauthenticated(error)
      if (problem) dispatch({ name: 'refused', problem })
      // It is asked of the person since now. The answer to "who am I?" says so, and the page leads on.
      else if (error instanceof ApiError && error.problem.code === 'second_factor_required')
        void queryClient.fetchQuery({ ...query, staleTime: 0 }).catch(() => undefined)
    },
    /** Takes the answer of each query: "who am I?" updates the state. */
    handleAnswer(answer: unknown, { queryKey }: { queryKey: readonly unknown[] }) {
      if (answer && queryKey === query.queryKey) dispatch({ name: 'identified', me: answer as Me })
    },
  }
}

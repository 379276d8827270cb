import { ApiError, unauthenticated } from '../../platform/api-errors.ts'
import type { Event, State } from './machine.ts'

/** Somebody was asked for their password, and gave none. Nothing has happened. */
export class NotConfirmedError extends Error {
  override readonly name = 'NotConfirmedError'
}

/** What a page must not lose: what is half typed, and the requests that wait for the password. */
export type Waiting = ReturnType<typeof createWaiting>

/** `dispatch` lets the session know why a request failed. */
export function createWaiting(dispatch: (event: Event) => void, getState: () => State) {
  const waiters = new Set<(given: boolean) => void>()
  let dialogs = 0
  let underWay = 0

  function answerTo(event: Event): Promise<boolean> {
    dispatch(event)
    const { name } = getState()
    if (name !== 'confirming' && name !== 'held') return Promise.resolve(false)
    return new Promise(resolve => waiters.add(resolve))
  }

  return {
    /** Says that there is a dialog to ask for the password in. The answer takes that back. */
    openDialogs() {
      dialogs++
      return () => void dialogs--
    },
    isUnderWay: () => underWay > 0,
    /** Without a dialog nobody could come back. */
    isHalfDone: () => dialogs > 0 && (underWay > 0 || isHalfTyped()),
    /**
     * Sends a request, and where it needs the password once more, or a session again, has that asked for and sends it
     * again.
     * @throws {NotConfirmedError} where nobody gives the password
     */
    async confirmed<T>(send: () => Promise<T>): Promise<T> {
      underWay++
      try {
        for (;;) {
          try {
            return await send()
          } catch (error) {
            const event = needOf(error)
            if (!event || dialogs === 0) throw error
            if (!(await answerTo(event))) throw new NotConfirmedError()
          }
        }
      } finally {
        underWay--
      }
    },
    /** Sends the waiting requests again, or gives them up. */
    resume(given: boolean) {
      for (const resolve of waiters) resolve(given)
      waiters.clear()
    },
  }
}

function needOf(error: unknown): Event | undefined {
  if (error instanceof ApiError && error.problem.code === 'confirmation_required')
    return { name: 'confirmation-required' }
  const problem = unauthenticated(error)
  return problem && { name: 'refused', problem }
}

const isHalfTyped = () =>
  [...document.querySelectorAll('input')].some(
    // A password that lets in is filled in by browsers unasked, and no loss.
    input => input.autocomplete !== 'current-password' && input.value !== input.defaultValue,
  )

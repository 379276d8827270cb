import { ApiError, unauthenticated } from '../../platform/api-errors.ts'
import type { Event } from './machine.ts'
import type { Keeper, Session } from './session.ts'
import { useSession } from './use-session.ts'

/** Somebody was asked for their password, and gave none. Nothing has happened. */
export class NotConfirmedError extends Error {
  override readonly name = 'NotConfirmedError'
}

/**
 * Keeps what a page must not lose: what is half typed, and the requests that wait for the password. It is for a page that
 * has a dialog to ask for that.
 */
export function createKeeper({ dispatch, getState }: Session): Keeper {
  const waiters = new Set<(given: boolean) => void>()
  let underWay = 0

  /** Whether what `event` asks for is given. */
  function answerTo(event: Event): Promise<boolean> {
    dispatch(event)
    const { name } = getState()
    if (name !== 'confirming' && name !== 'held') return Promise.resolve(false)
    return new Promise(resolve => waiters.add(resolve))
  }

  return {
    isUnderWay: () => underWay > 0,
    isHalfDone: () => underWay > 0 || isHalfTyped(),
    async send(request) {
      underWay++
      try {
        for (;;) {
          try {
            return await request()
          } catch (error) {
            const event = needOf(error)
            if (!event) throw error
            if (!(await answerTo(event))) throw new NotConfirmedError()
          }
        }
      } finally {
        underWay--
      }
    },
    resume(given) {
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

/**
 * Gives a function that sends a request, and where it needs the password once more, or a session again, has that asked
 * for and sends it again.
 * @throws {NotConfirmedError} where nobody gives the password
 */
export function useConfirmed() {
  const { getKeeper } = useSession()
  return <T>(request: () => Promise<T>): Promise<T> => getKeeper()?.send(request) ?? request()
}

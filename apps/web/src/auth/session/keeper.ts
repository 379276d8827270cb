import { ApiError, unauthenticated } from '../../platform/api-errors.ts'
import type { Event } from './machine.ts'
import type { Keeper, Session } from './session.ts'
import { useSession } from './use-session.ts'

/** The person was asked for a proof and gave none. The request changed nothing. */
export class NotConfirmedError extends Error {
  override readonly name = 'NotConfirmedError'
}

/**
 * Keeps what a page must not lose: half-typed input, and requests that wait for a proof. For pages with a dialog.
 */
export function createKeeper({ dispatch, getState }: Session): Keeper {
  const waiters = new Set<(given: boolean) => void>()
  let underWay = 0

  /** Dispatches `event`. Resolves to whether the person gave the proof that it asks for. */
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
    // Browsers fill in the current password by themselves, so it is no loss.
    input => input.autocomplete !== 'current-password' && input.value !== input.defaultValue,
  )

/**
 * Returns a function that sends a request. If the request needs a proof or a new session, a dialog asks for it, and
 * the request is sent again.
 * @throws {NotConfirmedError} if the person does not give the proof
 */
export function useConfirmed() {
  const { getKeeper } = useSession()
  return <T>(request: () => Promise<T>): Promise<T> => getKeeper()?.send(request) ?? request()
}

import type { Problem } from '@latchkey/contracts/errors'
import { ApiError, unauthenticated } from '../../platform/api-errors.ts'

/** Asks for the password that `problem` calls for; false where nobody gives it. */
type Host = (problem: Problem) => Promise<boolean>

let host: Host | undefined
let underWay = 0

/** Somebody was asked for their password, and gave none. Nothing has happened. */
export class NotConfirmedError extends Error {
  override readonly name = 'NotConfirmedError'
}

/** Has `next` ask for passwords, on a page that can. The answer stops that. */
export function hostConfirmations(next: Host): () => void {
  host = next
  return () => {
    if (host === next) host = undefined
  }
}

/** Whether something waits that `withConfirmation` has sent. */
export const isUnderWay = (): boolean => underWay > 0

/**
 * Sends a request, and where it needs the password once more, or a session again, has that asked for and sends it again.
 * @throws {NotConfirmedError} where nobody gives the password
 */
export async function withConfirmation<T>(send: () => Promise<T>): Promise<T> {
  underWay++
  try {
    for (;;) {
      try {
        return await send()
      } catch (error) {
        const problem = needOf(error)
        if (!problem || !host) throw error
        if (!(await host(problem))) throw new NotConfirmedError()
      }
    }
  } finally {
    underWay--
  }
}

function needOf(error: unknown): Problem | undefined {
  if (error instanceof ApiError && error.problem.code === 'confirmation_required') return error.problem
  return unauthenticated(error)
}

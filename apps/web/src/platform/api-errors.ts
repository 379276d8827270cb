import type { Problem } from '@latchkey/contracts/errors'
import type { Words } from '@latchkey/contracts/words/web'

/** The API refused the request with a problem. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: Problem
  /** When the request may be sent again, in ms since the epoch. 0 if the API did not say. */
  readonly retryAt: number

  constructor(problem: Problem, retryAfterSeconds = 0) {
    super(problem.title)
    this.problem = problem
    this.retryAt = retryAfterSeconds && Date.now() + retryAfterSeconds * 1_000
  }
}

/**
 * No answer from the API: no network, no server, a proxy that answers instead, no database, or a timeout. It says nothing
 * about who is signed in, so it never signs anyone out.
 */
export class OutageError extends Error {
  override readonly name = 'OutageError'
}

/** The sign-in succeeded, but the browser did not keep the cookie. */
export class CookieDroppedError extends Error {
  override readonly name = 'CookieDroppedError'
}

const refusedProofs: readonly string[] = ['invalid_credentials', 'invalid_factor']

/** The problem, if `error` says that no one is signed in. A refused proof does not count: its form handles it. */
export function unauthenticated(error: unknown): Problem | undefined {
  if (!(error instanceof ApiError)) return undefined
  const { problem } = error
  return problem.status === 401 && !refusedProofs.includes(problem.code) ? problem : undefined
}

/** A sentence for a failure, in the page's language, which every request names. For pages that have no better one. */
export function sentenceFor({ ui, signIn }: Words, error: unknown): string {
  if (error instanceof CookieDroppedError) return signIn.cookieDropped
  if (error instanceof OutageError) return ui.unreachable
  if (!(error instanceof ApiError)) return ui.pageFault
  const { title, detail, requestId, status } = error.problem
  if (status < 500) return detail ?? title
  return ui.ourFault(requestId)
}

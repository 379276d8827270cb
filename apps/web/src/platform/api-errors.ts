import type { Problem } from '@latchkey/contracts/errors'

/** The API answered with a problem: it heard the question and refused. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: Problem
  /** From when on it may be asked again, in ms; 0 where the API has not told. */
  readonly retryAt: number

  constructor(problem: Problem, retryAfterSeconds = 0) {
    super(problem.title)
    this.problem = problem
    this.retryAt = retryAfterSeconds && Date.now() + retryAfterSeconds * 1_000
  }
}

/**
 * Nobody could answer: no network, no server, a proxy speaking in its place, the database away, or no word in time.
 * It says nothing about who is signed in, so it never signs anybody out.
 */
export class OutageError extends Error {
  override readonly name = 'OutageError'
}

/** The problem, where `error` says that nobody is signed in; a refused sign-in is the form's own business. */
export function unauthenticated(error: unknown): Problem | undefined {
  if (!(error instanceof ApiError)) return undefined
  const { problem } = error
  return problem.status === 401 && problem.code !== 'invalid_credentials' ? problem : undefined
}

/** What happened, in plain words, for a failure that the page at hand has no better sentence for. */
export function sentenceFor(error: unknown): string {
  if (error instanceof OutageError) return "We can't reach the server. Try again in a moment."
  if (!(error instanceof ApiError)) return 'Something went wrong in this page. Load it again.'
  const { title, detail, requestId, status } = error.problem
  if (status < 500) return detail ?? title
  return `Something went wrong on our side. If it happens again, tell us this number: ${requestId}.`
}

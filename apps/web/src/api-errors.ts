import type { Problem } from '@latchkey/contracts/errors'

/** The API answered with a problem: it heard the question and refused. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: Problem
  /** How long to wait before trying again; 0 where the API does not say. */
  readonly retryAfterSeconds: number

  constructor(problem: Problem, retryAfterSeconds = 0) {
    super(problem.title)
    this.problem = problem
    this.retryAfterSeconds = retryAfterSeconds
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
  const { title, detail, requestId, status, code } = error.problem
  const { retryAfterSeconds } = error
  if (code === 'rate_limited' && retryAfterSeconds > 0)
    return `Too many attempts. Try again in ${inWords(retryAfterSeconds)}.`
  if (status < 500) return detail ?? title
  return `Something went wrong on our side. If it happens again, tell us this number: ${requestId}.`
}

/** Rounded up: whoever comes back at that time is not too early. */
function inWords(seconds: number): string {
  if (seconds <= 60) return counted(seconds, 'second')
  const minutes = Math.ceil(seconds / 60)
  return minutes < 60 ? counted(minutes, 'minute') : counted(Math.ceil(minutes / 60), 'hour')
}

const counted = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`

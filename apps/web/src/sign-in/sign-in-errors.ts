import { ApiError, sentenceFor } from '../api-errors.ts'
import type { Errors } from '../ui/error-summary.tsx'
import { CookieDroppedError } from './queries.ts'

/** What the form says about a failed attempt. An unknown address reads as a wrong password does, to the API and here. */
export function errorsOf(error: unknown): Errors {
  if (error instanceof CookieDroppedError)
    return {
      fields: {},
      sentence: 'Your browser did not keep the sign-in cookie. Allow cookies for this site, and reach it over https.',
    }
  if (!(error instanceof ApiError)) return { fields: {}, sentence: sentenceFor(error) }
  const { code, fields = {} } = error.problem
  if (code === 'invalid_credentials')
    return { fields: {}, sentence: "That address and password don't match. Check both and try again." }
  return Object.keys(fields).length > 0 ? { fields } : { fields: {}, sentence: sentenceFor(error) }
}

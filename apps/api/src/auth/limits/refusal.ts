import type { ApiWords } from '@latchkey/contracts/words/api'
import { ApiError } from '../../platform/errors.ts'

/** The error for a caller who has to wait this long, in milliseconds. Programs and people can read the wait. */
export function rateLimited(waitMs: number): ApiError {
  const retryAfterSeconds = Math.ceil(waitMs / 1000)
  return new ApiError('rate_limited', { retryAfterSeconds, detail: words => sayWait(words, retryAfterSeconds) })
}

/** Rounds up, so that a person who comes back after that time is not too early. */
function sayWait(words: ApiWords['refusals'], seconds: number): string {
  if (seconds <= 60) return words.retryInSeconds(seconds)
  const minutes = Math.ceil(seconds / 60)
  return minutes < 60 ? words.retryInMinutes(minutes) : words.retryInHours(Math.ceil(minutes / 60))
}

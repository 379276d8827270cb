import { ApiError } from '../../platform/errors.ts'

/** The error for a caller who has to wait this long, in milliseconds. Programs and people can read the wait. */
export function rateLimited(waitMs: number): ApiError {
  const retryAfterSeconds = Math.ceil(waitMs / 1000)
  const detail = `Too many attempts. Try again in ${formatWait(retryAfterSeconds)}.`
  return new ApiError('rate_limited', { retryAfterSeconds, detail })
}

/** Rounds up, so that a person who comes back after that time is not too early. */
function formatWait(seconds: number): string {
  if (seconds <= 60) return counted(seconds, 'second')
  const minutes = Math.ceil(seconds / 60)
  return minutes < 60 ? counted(minutes, 'minute') : counted(Math.ceil(minutes / 60), 'hour')
}

const counted = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`

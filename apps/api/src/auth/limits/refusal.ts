import { ApiError } from '../../platform/errors.ts'

/** The refusal of whoever has to wait for so long, which both a program and a person can read. */
export function rateLimited(waitMs: number): ApiError {
  const retryAfterSeconds = Math.ceil(waitMs / 1000)
  const detail = `Too many attempts. Try again in ${inWords(retryAfterSeconds)}.`
  return new ApiError('rate_limited', { retryAfterSeconds, detail })
}

/** Rounded up: whoever comes back at that time is not too early. */
function inWords(seconds: number): string {
  if (seconds <= 60) return counted(seconds, 'second')
  const minutes = Math.ceil(seconds / 60)
  return minutes < 60 ? counted(minutes, 'minute') : counted(Math.ceil(minutes / 60), 'hour')
}

const counted = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`

import { type ReactNode, useEffect, useState } from 'react'
import { ApiError, sentenceFor } from '../api-errors.ts'
import { clock } from './clock.ts'

const minuteMs = 60_000

/** A sentence for a failure. After too many attempts it says when to try again, and `orElse` offers another way. */
export const failure = (error: unknown, orElse?: ReactNode): ReactNode =>
  error instanceof ApiError && error.retryAt ? <Wait until={error.retryAt} orElse={orElse} /> : sentenceFor(error)

function Wait({ until, orElse }: { until: number; orElse: ReactNode }) {
  const [passed, setPassed] = useState<number>()
  useEffect(() => {
    const timer = setTimeout(() => setPassed(until), until - Date.now())
    return () => clearTimeout(timer)
  }, [until])
  // Rounded up, so that a person who comes back then is not too early. No wait exceeds an hour, so the day is clear.
  const at = new Date(Math.ceil(until / minuteMs) * minuteMs)
  return (
    <span>
      {passed === until ? (
        'You can try again now'
      ) : (
        <>
          Too many attempts. Try again at <time dateTime={at.toISOString()}>{clock.format(at)}</time>
        </>
      )}
      {orElse}.
    </span>
  )
}

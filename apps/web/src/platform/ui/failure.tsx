import { type ReactNode, useEffect, useState } from 'react'
import { ApiError, sentenceFor } from '../api-errors.ts'
import { clock } from './clock.ts'

const minuteMs = 60_000

/** What happened, and where it was tried too often, from when on it may be again; `orElse` is what else there is to do then. */
export const failure = (error: unknown, orElse?: ReactNode): ReactNode =>
  error instanceof ApiError && error.retryAt ? <Wait until={error.retryAt} orElse={orElse} /> : sentenceFor(error)

function Wait({ until, orElse }: { until: number; orElse: ReactNode }) {
  const [passed, setPassed] = useState<number>()
  useEffect(() => {
    const timer = setTimeout(() => setPassed(until), until - Date.now())
    return () => clearTimeout(timer)
  }, [until])
  // Rounded up: whoever comes back at that time is not too early. No wait is longer than an hour, so the day goes without saying.
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

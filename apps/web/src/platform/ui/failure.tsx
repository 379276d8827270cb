import { type ReactNode, useEffect, useState } from 'react'
import { ApiError, OutageError, sentenceFor } from '../api-errors.ts'
import { useOutage } from '../outage.ts'
import { clock } from './clock.ts'

const minuteMs = 60_000

/**
 * A sentence for a failure. After too many attempts it says when to try again, and `orElse` offers another way. In an outage it says
 * when the server is back.
 */
export function failure(error: unknown, orElse?: ReactNode): ReactNode {
  if (error instanceof OutageError) return <Away />
  return error instanceof ApiError && error.retryAt ? (
    <Wait until={error.retryAt} orElse={orElse} />
  ) : (
    sentenceFor(error)
  )
}

/** Agrees with the banner, and is true after the outage too. */
function Away() {
  const outage = useOutage()
  return (
    <span>
      {outage ? "We can't reach the server. You can try again when it is back." : 'The server is back. Try again.'}
    </span>
  )
}

function Wait({ until, orElse }: { until: number; orElse: ReactNode }) {
  const [passed, setPassed] = useState<number>()
  useEffect(() => {
    const timer = setTimeout(() => setPassed(until), until - Date.now())
    return () => clearTimeout(timer)
  }, [until])
  // Rounded up, so that a person who comes back then is not too early. No wait exceeds an hour, so the day is clear.
  const at = new Date(Math.ceil(until / minuteMs) * minuteMs)
  // Two elements, each with all of its text: translation by the browser takes single texts away from React.
  if (passed === until) return <span key="now">You can try again now{orElse}.</span>
  return (
    <span key="later">
      Too many attempts. Try again at <time dateTime={at.toISOString()}>{clock.format(at)}</time>
      {orElse}.
    </span>
  )
}

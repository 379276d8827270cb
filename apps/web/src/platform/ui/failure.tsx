import type { Rich } from '@latchkey/contracts/words/plural'
import { type ReactNode, use, useEffect, useState } from 'react'
import { ApiError, OutageError, sentenceFor } from '../api-errors.ts'
import { useOutage } from '../outage.ts'
import { rich, useLocale, useWords } from '../words/use-words.ts'
import { clock } from './clock.ts'
import { TimeZoneContext } from './time-zone.ts'

const minuteMs = 60_000

/** The sentences of a wait: when it ends, and after its end. */
interface Waits {
  wait: (time: ReactNode) => Rich<ReactNode>
  waited: Rich<ReactNode>
}

/**
 * A sentence for a failure. After too many attempts it says when to try again; `waits` may offer another way. In an outage it says
 * when the server is back.
 */
export const failure = (error: unknown, waits?: Waits): ReactNode => <Failure error={error} waits={waits} />

function Failure({ error, waits }: { error: unknown; waits: Waits | undefined }) {
  const words = useWords()
  if (error instanceof OutageError) return <Away />
  if (!(error instanceof ApiError && error.retryAt)) return <span>{sentenceFor(words, error)}</span>
  const { wait, waited } = words.ui
  return <Wait until={error.retryAt} waits={waits ?? { wait, waited: [waited] }} />
}

/** Adds to the banner, which says that the server is away, and is true after the outage too. */
function Away() {
  const outage = useOutage()
  const { ui } = useWords()
  return <span>{outage ? ui.away : ui.back}</span>
}

function Wait({ until, waits }: { until: number; waits: Waits }) {
  const locale = useLocale()
  const timeZone = use(TimeZoneContext)
  const [passed, setPassed] = useState<number>()
  useEffect(() => {
    const timer = setTimeout(() => setPassed(until), until - Date.now())
    return () => clearTimeout(timer)
  }, [until])
  // Rounded up, so that a person who comes back then is not too early. No wait exceeds an hour, so the day is clear.
  const at = new Date(Math.ceil(until / minuteMs) * minuteMs)
  const time = <time dateTime={at.toISOString()}>{clock(locale, timeZone).format(at)}</time>
  return rich(passed === until ? waits.waited : waits.wait(time))
}

import { use, useEffect, useMemo, useState } from 'react'
import { useLocale, useWords } from '../words/use-words.ts'
import { instants } from './instant.ts'
import { TimeZoneContext } from './time-zone.ts'

const tickMs = 30_000

/** The current time in ms, renewed every 30 s. Otherwise "2 minutes ago" would still be shown an hour later. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), tickMs)
    return () => clearInterval(ticking)
  }, [])
  return now
}

export function useInstants() {
  const { times } = useWords()
  const locale = useLocale()
  const timeZone = use(TimeZoneContext)
  return useMemo(() => instants(times, locale, timeZone), [times, locale, timeZone])
}

/** "2 minutes ago", with the exact time on hover and for screen readers. */
export function TimeAgo({ instant }: { instant: string }) {
  const now = useNow()
  const { ago, dayAndTime } = useInstants()
  const exact = dayAndTime(instant, now)
  return (
    <time dateTime={instant} title={exact} className="sm:whitespace-nowrap">
      <span>{ago(instant, now)}</span>
      <span className="sr-only">{`, ${exact}`}</span>
    </time>
  )
}

/** "today at 14:02". */
export function ExactTime({ instant }: { instant: string }) {
  const now = useNow()
  const { dayAndTime } = useInstants()
  return <time dateTime={instant}>{dayAndTime(instant, now)}</time>
}

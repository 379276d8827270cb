const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

// The page speaks English, so its times do too; the zone and the hour are the reader's.
const language = 'en-GB'
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' })
const date = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' })

/** "2 minutes ago". Clocks differ: what lies a little ahead of this one is "just now". */
export function ago(instant: string, now: number): string {
  const ms = now - Date.parse(instant)
  if (ms < minuteMs) return 'just now'
  if (ms < hourMs) return relative.format(-Math.floor(ms / minuteMs), 'minute')
  if (ms < dayMs) return relative.format(-Math.floor(ms / hourMs), 'hour')
  return relative.format(-Math.floor(ms / dayMs), 'day')
}

/** "today at 14:02", "yesterday at 9:15", "23 November 2026 at 14:02". */
export function dayAndTime(instant: string, now: number): string {
  const then = new Date(instant)
  const days = Math.round((startOfDay(new Date(now)) - startOfDay(then)) / dayMs)
  const day = Math.abs(days) <= 1 ? relative.format(-days, 'day') : date.format(then)
  return `${day} at ${clock.format(then)}`
}

/** "23 November 2026". */
export const dayOf = (instant: string): string => date.format(new Date(instant))

const startOfDay = (time: Date) => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime()

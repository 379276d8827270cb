import type { Words } from '@latchkey/contracts/words/web'
import { clock } from './clock.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** How times are written in one language and time zone: without one, in the browser's. */
export function instants(times: Words['times'], locale: string, timeZone?: string) {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const dayOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone })
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone })
  const time = clock(locale, timeZone)
  const whole = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long', timeZone })
  // Swedish dates are ISO 8601.
  const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone })
  const dayOf = (instant: string | number) => calendar.format(new Date(instant))
  /** "today", "23 November", and with the year if it is not this one. */
  function day(instant: string, now: number): string {
    const [today, thatDay] = [dayOf(now), dayOf(instant)]
    const days = (Date.parse(today) - Date.parse(thatDay)) / dayMs
    const format = today.slice(0, 4) === thatDay.slice(0, 4) ? dayOfYear : date
    return Math.abs(days) <= 1 ? relative.format(-days, 'day') : format.format(new Date(instant))
  }
  return {
    day,
    /** "14:02". */
    time: (instant: string) => time.format(new Date(instant)),
    /** "Monday, 23 November 2026 at 14:02:00 CET". */
    whole: (instant: string) => whole.format(new Date(instant)),

    /** "2 minutes ago". Clocks differ, so a time that is slightly in the future is "just now". */
    ago(instant: string, now: number): string {
      const ms = now - Date.parse(instant)
      if (ms < minuteMs) return times.now
      if (ms < hourMs) return relative.format(-Math.floor(ms / minuteMs), 'minute')
      if (ms < dayMs) return relative.format(-Math.floor(ms / hourMs), 'hour')
      return relative.format(-Math.floor(ms / dayMs), 'day')
    },

    /** "today at 14:02", "yesterday at 09:15", "23 November at 14:02", and with the year if it is not this one. */
    dayAndTime(instant: string, now: number): string {
      return times.at(day(instant, now), time.format(new Date(instant)))
    },
  }
}

import * as z from 'zod/mini'
import type { FieldKey } from '../words/fields.ts'

/** Whether `Intl` knows this name of the IANA database. Offsets such as "+01:00" are none: they know no summer time. */
function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return /^[a-z]/i.test(name)
  } catch {
    return false
  }
}

/** A time zone of the IANA database, such as "Europe/Berlin". The longest name has 32 letters. */
export const TimeZone = z
  .string()
  .check(z.maxLength(64), z.refine(isTimeZone, { error: 'timeZoneUnknown' satisfies FieldKey }))

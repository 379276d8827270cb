import * as z from 'zod/mini'
import type { FieldKey } from '../words/fields.ts'

/** How `Intl` spells this name of the IANA database, or null. Offsets such as "+01:00" are none: they know no summer time. */
function spellingOf(typed: string): string | null {
  if (!/^[a-z]/i.test(typed)) return null
  try {
    return new Intl.DateTimeFormat(undefined, { timeZone: typed }).resolvedOptions().timeZone
  } catch {
    return null
  }
}

const error: FieldKey = 'timeZoneUnknown'

/** A time zone of the IANA database, such as "Europe/Berlin". The longest name has 32 letters. */
export const TimeZone = z.string().check(
  z.maxLength(64, error),
  z.refine(typed => spellingOf(typed) !== null, error),
  z.overwrite(typed => spellingOf(typed) ?? typed),
)

import type { MailWords } from '@latchkey/contracts/words/mails'

const dateFormat = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const
const timeFormat = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const

/** An instant for a mail, in the local time of this time zone (an IANA name), which it names. */
export function formatInstant({ locale, instant }: MailWords, at: Date, wanted: string): string {
  const timeZone = isKnown(wanted) ? wanted : 'UTC'
  return instant(
    new Intl.DateTimeFormat(locale, { ...dateFormat, timeZone }).format(at),
    // The zone stays beside its time.
    new Intl.DateTimeFormat(locale, { ...timeFormat, timeZone }).format(at).replaceAll(' ', '\u00a0'),
  )
}

/** A zone of another server's version of the tz database must not keep a mail from being sent. */
function isKnown(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }))
  } catch {
    return false
  }
}

// The page speaks English, so its times do too; the zone and the hour are the reader's.
export const language = 'en-GB'

/** "14:02". Apart from the other ways to write a time: the sign-in page needs this one only. */
export const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' })

// The pages are in English, so their times are too. The time zone is the reader's.
export const language = 'en-GB'

/** "14:02". In a file of its own, because the sign-in page needs only this format. */
export const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' })

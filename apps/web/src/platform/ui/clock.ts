/** "14:02". In a file of its own, because the sign-in page needs only this format. The time zone is the reader's. */
export const clock = (locale: string) => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })

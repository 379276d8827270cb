/** "14:02". In a file of its own, because the sign-in page needs only this format. Without a time zone, in the browser's. */
export const clock = (locale: string, timeZone?: string) =>
  new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone })

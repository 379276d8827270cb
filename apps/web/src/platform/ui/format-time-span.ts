const hour = 3_600
const day = 24 * hour

/** A span of time in days, or in hours if it is no whole number of days: "30 days". */
export function formatTimeSpan(locale: string, seconds: number): string {
  const [count, unit] = seconds % day === 0 ? [seconds / day, 'day'] : [Math.round(seconds / hour), 'hour']
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

/** A duration for a mail, in the largest unit that gives a whole number: 1 hour, 90 minutes, 24 hours, 2 days. */
export function formatDuration(ms: number): string {
  const fits = units.find(([unit, size]) => ms % size === 0 && (unit !== 'day' || ms > size))
  const [unit, size] = fits ?? (['second', 1000] as const)
  const count = Math.floor(ms / size)
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

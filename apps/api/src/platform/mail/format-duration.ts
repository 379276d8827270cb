import type { MailWords } from '@latchkey/contracts/words/mails'

const units = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
  ['seconds', 1000],
] as const

/** A duration for a mail, in the largest unit that gives a whole number: 1 hour, 90 minutes, 24 hours, 2 days. */
export function formatDuration(words: MailWords, ms: number): string {
  const fits = units.find(([unit, size]) => ms % size === 0 && (unit !== 'days' || ms > size))
  const [unit, size] = fits ?? (['seconds', 1000] as const)
  return words[unit](Math.floor(ms / size))
}

import { plural } from '../plural.ts'

/** What a refused request says besides its code. */
export const refusals = {
  retryInSeconds: (count: number) =>
    `Too many attempts. Try again in ${plural('en', count, { one: '# second', other: '# seconds' })}.`,
  retryInMinutes: (count: number) =>
    `Too many attempts. Try again in ${plural('en', count, { one: '# minute', other: '# minutes' })}.`,
  retryInHours: (count: number) =>
    `Too many attempts. Try again in ${plural('en', count, { one: '# hour', other: '# hours' })}.`,
  notEncoded: 'Send the body without Content-Encoding.',
}

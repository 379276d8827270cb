import { plural } from '../plural.ts'

/** What a refused request says besides its code. */
export const refusals = {
  retryInSeconds: (count: number) =>
    `Too many attempts. Try again in ${plural('en', count, { one: '# second', other: '# seconds' })}.`,
  retryInMinutes: (count: number) =>
    `Too many attempts. Try again in ${plural('en', count, { one: '# minute', other: '# minutes' })}.`,
  retryInHours: (count: number) =>
    `Too many attempts. Try again in ${plural('en', count, { one: '# hour', other: '# hours' })}.`,
  passkeyDisputed:
    'Somebody asked to remove your second factors. Choose a new password with “Forgot password?”, then sign in with it and your passkey.',
  notEncoded: 'Send the body without Content-Encoding.',
}

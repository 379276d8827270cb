/** How hard a new password is to guess. */
export const strength = {
  levels: [
    'Guessed at once.',
    'Easy to guess.',
    'Could be guessed with some effort.',
    'Hard to guess.',
    'Very hard to guess.',
  ],
  tooShort: (least: number) => `Too short: use at least ${least} characters.`,
  length: (least: number) => `At least ${least} characters of any kind.`,
  advice: 'A few words in a row are easy to remember.',
}

/** Times in lists. `Intl` writes the parts. */
export const times = {
  now: 'just now',
  at: (day: string, time: string) => `${day} at ${time}`,
}

import { mailWords } from '@latchkey/contracts/words/mails'
import { expect, it } from 'vitest'
import { formatDuration } from './format-duration.ts'

it.each([
  [600_000, '10 minutes'],
  [3_600_000, '1 hour'],
  [5_400_000, '90 minutes'],
  [86_400_000, '24 hours'],
  [172_800_000, '2 days'],
  [90_000, '90 seconds'],
])('a mail calls %i ms %s', (ms, text) => {
  expect(formatDuration(mailWords.en, ms)).toBe(text)
})

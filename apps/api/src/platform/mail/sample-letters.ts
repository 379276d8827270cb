import { pages } from '@latchkey/contracts/pages'
import type { Language } from '@latchkey/contracts/words/language'
import { type MailWords, mailWords } from '@latchkey/contracts/words/mails'
import type { Feature } from '../feature.ts'
import { formatInstant } from './format-instant.ts'
import type { Letter, LetterFacts } from './letter.ts'

/** What a feature needs for examples of its letters. */
export interface SampleDetails {
  readonly words: MailWords
  /** Where the buttons lead. Their links open nothing. */
  readonly origin: string
  readonly facts: LetterFacts
}

/** An example of every letter that the features send, by a name for developers. */
export function sampleLetters(features: readonly Feature[], origin: string, language: Language): Map<string, Letter> {
  const words = mailWords[language]
  const facts = [
    [words.when, formatInstant(words, new Date('2036-03-01T09:00:00Z'), 'Europe/Berlin')],
    [words.where, '2001:db8:85a3:8d3:1319:8a2e:370:7348'],
    [words.device, words.browserOn('Safari', 'iOS')],
  ] as const
  const details = { words, origin, facts }
  const notices = features.flatMap(({ notices = [] }) =>
    notices.flatMap(({ name, letter }) => {
      const url = `${origin}${pages.notMe}#token=example`
      const about = {
        url,
        furtherUrl: `${origin}${pages.cancelEmail}#token=example`,
        facts,
        detail: 'charles.babbage@example.com',
        restores: false,
        count: 1,
      }
      return [
        [name, letter(words, about)],
        [`${name}_restores`, letter(words, { ...about, restores: true })],
        [`${name}_3`, letter(words, { ...about, facts: [...facts, ...facts, [words.and, words.more(1)]], count: 3 })],
      ] as [string, Letter][]
    }),
  )
  const letters = features.flatMap(({ sampleLetters }) => Object.entries(sampleLetters?.(details) ?? {}))
  return new Map([...letters, ...distinct(notices)])
}

/** Without variants that read like the letter before. */
const distinct = (letters: [string, Letter][]) => {
  const seen = new Set<string>()
  return letters.filter(([, { facts: _facts, ...words }]) => {
    const text = JSON.stringify(words)
    return !seen.has(text) && seen.add(text)
  })
}

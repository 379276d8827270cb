import * as common from '@zxcvbn-ts/language-common'
import * as english from '@zxcvbn-ts/language-en'
import type { Plugin } from 'vite'

const words = 'virtual:strength-words'
/** Vite does not look for a file if an id begins with a zero byte. */
const resolved = `\0${words}`

const { 'passwords-common': passwords } = common.dictionary
const {
  'commonWords-en': commonWords,
  'firstnames-en': firstNames,
  'lastnames-en': lastNames,
  'wikipedia-en': _long,
  ...small
} = english.dictionary
const { qwerty, qwertz, keypad } = common.adjacencyGraphs

/** First names are sorted by letter. The frequent ones are those that are passwords too, and passwords are sorted by frequency. */
const frequentFirstNames = () => {
  const names = new Set<string | number>(firstNames)
  return passwords.filter(each => names.has(each))
}

/** The beginning of each list: 30 kB in place of 755. Of 30 passwords tried, 26 score the same. The server has its own list. */
const dictionary: Record<string, readonly (string | number)[]> = {
  passwords: passwords.slice(0, 2_000),
  commonWords: commonWords.slice(0, 3_000),
  firstnames: frequentFirstNames().slice(0, 500),
  lastnames: lastNames.slice(0, 500),
  ...small,
}

/** A list as one text: shorter than as JSON. */
const asCode = ([name, list]: [string, readonly (string | number)[]]) =>
  `${JSON.stringify(name)}: ${JSON.stringify(list.join(' '))}.split(' ')`

const namesOf = (kind: string, sentences: object) =>
  Object.fromEntries(Object.keys(sentences).map(name => [name, `${kind}.${name}`]))

/** The estimator names its reasons, and the catalogue has the sentences. */
const { warnings, suggestions, timeEstimation } = english.translations
const names = {
  warnings: namesOf('warnings', warnings),
  suggestions: namesOf('suggestions', suggestions),
  timeEstimation: namesOf('time', timeEstimation),
}

/** Gives the strength hint its word lists as a module of their own, cut to what a page may load. */
export function strengthWords(): Plugin {
  return {
    name: 'latchkey:strength-words',
    resolveId: { filter: { id: /^virtual:strength-words$/ }, handler: () => resolved },
    load: {
      filter: { id: /virtual:strength-words$/ },
      handler: () => `
        export const dictionary = { ${Object.entries(dictionary).map(asCode).join(', ')} }
        export const graphs = ${JSON.stringify({ qwerty, qwertz, keypad })}
        export const translations = ${JSON.stringify(names)}`,
    },
  }
}

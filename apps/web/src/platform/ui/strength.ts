import { isMadeOf } from '@latchkey/contracts/auth/known-words'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import * as common from '@zxcvbn-ts/language-common'
import * as english from '@zxcvbn-ts/language-en'

const ownWords = 'Your own name and address are what is tried first.'
const { warnings, ...translations } = english.translations

const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...english.dictionary },
  graphs: common.adjacencyGraphs,
  translations: { ...translations, warnings: { ...warnings, userInputs: ownWords } },
})

/** What lies behind this is not looked at: it could only make a password stronger, and takes long. */
const judgedLength = 100

export interface Strength {
  /** From 0, which is guessed at once, to 4. */
  score: number
  /** Why, where there is a reason to tell. */
  why: string | undefined
}

/** How well `password` would stand against guessing by somebody who knows the words of `context` too. */
export function strengthOf(password: string, context: string[]): Strength {
  const { score, feedback } = zxcvbn.check(password.slice(0, judgedLength), context)
  // The estimate takes a row of known words for more than it is; the server refuses it.
  if (score > 1 && isMadeOf(password, context)) return { score: 1, why: ownWords }
  return { score, why: feedback.warning ?? feedback.suggestions[0] }
}

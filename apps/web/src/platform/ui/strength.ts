import { dictionary, translations as english, graphs } from 'virtual:strength-words'
import { isMadeOf } from '@latchkey/contracts/auth/known-words'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'

const ownWords = 'Your own name and address are what is tried first.'
const { warnings, ...translations } = english

const zxcvbn = new ZxcvbnFactory({
  dictionary,
  graphs,
  translations: { ...translations, warnings: { ...warnings, userInputs: ownWords } },
})

/** Only so many characters are checked. More could only make a password stronger, and take long. */
const checkedLength = 100

export interface Strength {
  /** From 0, guessed at once, to 4. */
  score: number
  /** The reason, if there is one. */
  why: string | undefined
}

/** Estimates how hard `password` is to guess for someone who knows the words of `context`. */
export function strengthOf(password: string, context: string[]): Strength {
  const { score, feedback } = zxcvbn.check(password.slice(0, checkedLength), context)
  // zxcvbn rates a row of known words too high. The server refuses it.
  if (score > 1 && isMadeOf(password, context)) return { score: 1, why: ownWords }
  return { score, why: feedback.warning ?? feedback.suggestions[0] }
}

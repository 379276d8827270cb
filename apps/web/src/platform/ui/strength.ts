import { dictionary, graphs, translations } from 'virtual:strength-words'
import { isMadeOf } from '@latchkey/contracts/auth/known-words'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'

const zxcvbn = new ZxcvbnFactory({
  dictionary,
  graphs,
  translations,
})

/** Only so many characters are checked. More could only make a password stronger, and take long. */
const checkedLength = 100

export interface Strength {
  /** From 0, guessed at once, to 4. */
  score: number
  /** The name of the reason in the catalogue, if there is one. */
  why: string | undefined
}

/** Estimates how hard `password` is to guess for someone who knows the words of `context`. */
export function strengthOf(password: string, context: string[]): Strength {
  const { score, feedback } = zxcvbn.check(password.slice(0, checkedLength), context)
  // zxcvbn rates a row of known words too high. The server refuses it.
  if (score > 1 && isMadeOf(password, context)) return { score: 1, why: 'warnings.userInputs' }
  return { score, why: feedback.warning ?? feedback.suggestions[0] }
}

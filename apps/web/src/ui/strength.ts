import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import * as common from '@zxcvbn-ts/language-common'
import * as english from '@zxcvbn-ts/language-en'

const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...english.dictionary },
  graphs: common.adjacencyGraphs,
  translations: english.translations,
})

/** What lies behind this is not looked at: it could only make a password stronger, and takes long. */
const judgedLength = 100

export interface Strength {
  /** From 0, which is guessed at once, to 4. */
  score: number
  /** Why, where there is a reason to tell. */
  why: string | undefined
}

/** How well `password` would stand against guessing by somebody who knows `context` too. */
export function strengthOf(password: string, context: string[]): Strength {
  const { score, feedback } = zxcvbn.check(password.slice(0, judgedLength), context)
  return { score, why: feedback.warning ?? feedback.suggestions[0] }
}

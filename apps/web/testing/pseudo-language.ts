import * as english from '@latchkey/contracts/words/en/web'
import type { WebLanguage } from '@latchkey/contracts/words/web'

/** Marks each sentence, and makes it 40 % longer, as other languages do. */
const marked = (sentence: string) => `⟦${sentence}${'~'.repeat(Math.ceil(sentence.length * 0.4))}⟧`

function turn(value: unknown): unknown {
  if (typeof value === 'string') return marked(value)
  // A sentence with values. A function among them gets a part of the sentence, such as the text of a link.
  if (typeof value === 'function')
    return (...given: unknown[]) =>
      turn(value(...given.map(each => (typeof each === 'function' ? (label: string) => each(marked(label)) : each))))
  if (Array.isArray(value))
    return value.map(part => (typeof part === 'string' || Array.isArray(part) ? turn(part) : part))
  return Object.fromEntries(Object.entries(value as object).map(([key, each]) => [key, turn(each)]))
}

const turnRoom = async (load: () => Promise<object>) => turn(await load()) as object

/** English that shows what does not come from the catalogue: it has no marks. */
export const pseudoLanguage = {
  locale: english.locale,
  direction: english.direction,
  start: turn(english.start),
  rooms: Object.fromEntries(Object.entries(english.rooms).map(([room, load]) => [room, () => turnRoom(load)])),
} as WebLanguage

import type { moreFields } from './en/all-fields.ts'
import type { fields } from './en/fields.ts'

/** The sentences about fields, in one language. */
export type FieldWords = typeof fields & typeof moreFields
export type FieldKey = keyof FieldWords

/** What is wrong with a field: a sentence of the catalogue, with the number or words that it needs. */
export type FieldMessage = readonly [sentence: FieldKey, value?: number | string | undefined]

/** The sentence of a message in the language of `words`. */
export function sayField(words: Partial<FieldWords>, [key, value]: FieldMessage): string {
  const sentence = words[key] ?? words.notValid ?? key
  return typeof sentence === 'string' ? sentence : sentence(value as never)
}

import { noteSentences } from './notes/sentences.ts'

/** What the activity page says of the product's events. */
export const productSentences = { ...noteSentences } as const

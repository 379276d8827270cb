import { noteSentences } from './notes/sentences.ts'

/** The activity page's sentences for the product's events. */
export const productSentences = { ...noteSentences } as const

import type { productEvents } from '@latchkey/contracts/product'

/** What the activity page says of the product's events. An event without a sentence is a type error. */
export const productSentences: Record<(typeof productEvents)[number], string> = {
  note_mailed: 'A note was sent by mail',
}

import type { productEvents } from '@latchkey/contracts/product'

/** What the activity page says of the product's events. */
export const productSentences: Record<(typeof productEvents)[number], string> = {
  note_mailed: 'A note was sent by mail',
}

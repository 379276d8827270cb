import type { activityKinds } from '@latchkey/contracts/product/notes'

/** What the activity page says of them. */
export const noteSentences: Record<(typeof activityKinds)[number], string> = {
  note_mailed: 'A note was sent by mail',
}

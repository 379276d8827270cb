import type { activityKinds } from '@latchkey/contracts/product/notes'

/** The activity page's sentence for each event. */
export const noteSentences: Record<(typeof activityKinds)[number], string> = {
  note_mailed: 'A note was sent by mail',
}

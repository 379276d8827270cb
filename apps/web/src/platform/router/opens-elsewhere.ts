import type { MouseEvent } from 'react'

/** Whether the browser opens the link in a new tab or window, or saves it. Apart from `Link`, which the sign-in page does without. */
export const opensElsewhere = ({ metaKey, ctrlKey, shiftKey, altKey }: MouseEvent) =>
  metaKey || ctrlKey || shiftKey || altKey

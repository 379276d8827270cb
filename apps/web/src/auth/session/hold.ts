import type { SessionEnd } from './session-end.ts'

interface Holder {
  /** Asked before a session's end leads away from this page; true keeps the page. */
  hold: (ended: SessionEnd) => boolean
  /** Whether the page is kept over an end already. */
  isHeldOver: () => boolean
}

let holder: Holder | undefined

/** Has `next` decide what is kept. The answer stops that. */
export function holdOn(next: Holder): () => void {
  holder = next
  return () => {
    if (holder === next) holder = undefined
  }
}

export const isHeld: Holder['hold'] = ended => holder?.hold(ended) ?? false

export const isHeldOver: Holder['isHeldOver'] = () => holder?.isHeldOver() ?? false

import type { SessionEnd } from '../session-end.ts'

type Holder = (ended: SessionEnd) => boolean

let holder: Holder | undefined

/** Has `next` asked before a session's end leads away from this page; true keeps the page. The answer stops that. */
export function holdOn(next: Holder): () => void {
  holder = next
  return () => {
    if (holder === next) holder = undefined
  }
}

export const isHeld: Holder = ended => holder?.(ended) ?? false

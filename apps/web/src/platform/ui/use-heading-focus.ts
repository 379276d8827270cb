import { useEffect, useRef } from 'react'

/** Moves the focus to the heading when a page shows its next step at the same address. */
export function useHeadingFocus(step: unknown): void {
  const shown = useRef(step)
  useEffect(() => {
    if (Object.is(shown.current, step)) return
    shown.current = step
    document.querySelector('h1')?.focus()
  }, [step])
}

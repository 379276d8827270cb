import { useEffect, useRef } from 'react'

/** Where a page turns into its next step without another address, that step starts at its heading too. */
export function useHeadingFocus(step: unknown): void {
  const shown = useRef(step)
  useEffect(() => {
    if (Object.is(shown.current, step)) return
    shown.current = step
    document.querySelector('h1')?.focus()
  }, [step])
}

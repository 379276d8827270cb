import { useEffect, useRef } from 'react'

/** Gives the focus to the element with this id once it is there again, in place of the form that it opened. */
export function useFocusBack(isOpen: boolean, id: string): void {
  const wasOpen = useRef(false)
  useEffect(() => {
    if (wasOpen.current && !isOpen) document.getElementById(id)?.focus()
    wasOpen.current = isOpen
  }, [isOpen, id])
}

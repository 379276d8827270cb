import { useEffect, useState } from 'react'

/**
 * Stops a person who leaves the page, once. Returns whether it did. The browser itself asks before the tab is closed; its "back" cannot be
 * stopped.
 */
export function useLeaveWarning(): boolean {
  const [warned, setWarned] = useState(false)
  useEffect(() => {
    if (warned) return
    const stop = (event: MouseEvent) => {
      if (!(event.target instanceof Element && event.target.closest('a[href]:not([download])'))) return
      event.preventDefault()
      event.stopPropagation()
      setWarned(true)
    }
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    // Before React hears of it, which follows the link.
    document.addEventListener('click', stop, { capture: true })
    window.addEventListener('beforeunload', ask)
    return () => {
      document.removeEventListener('click', stop, { capture: true })
      window.removeEventListener('beforeunload', ask)
    }
  }, [warned])
  return warned
}

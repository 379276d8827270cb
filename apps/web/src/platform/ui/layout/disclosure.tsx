import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'

interface Props {
  /** What the button shows. */
  button: ReactNode
  className: string
  /** What opens below it. A link in it calls `close`. */
  children: (close: () => void) => ReactNode
}

/**
 * A button that shows links below it. Escape closes it, and so does a click elsewhere, or the focus that a person moves elsewhere. The
 * heading of a page that arrives meanwhile takes the focus without the person: it is given back.
 */
export function Disclosure({ button, className, children }: Props) {
  const [isOpen, setOpen] = useState(false)
  const whole = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  function close() {
    setOpen(false)
    // What had the focus is gone.
    opener.current?.focus()
  }
  // Ends before a page that a link of the menu opens takes the focus.
  useLayoutEffect(() => {
    if (!isOpen) return
    const isHere = (target: EventTarget | null) => whole.current?.contains(target as Node | null) === true
    const onPointer = ({ target }: Event) => isHere(target) || setOpen(false)
    const onFocus = ({ target, relatedTarget: before }: FocusEvent) => {
      if (isHere(target)) return
      // No key leads to such an element, so a script focused it.
      const isByScript = (target as HTMLElement).tabIndex < 0
      if (!isByScript) setOpen(false)
      else if (isHere(before)) (before as HTMLElement).focus({ preventScroll: true })
    }
    const onKey = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return
      setOpen(false)
      opener.current?.focus()
    }
    document.addEventListener('pointerdown', onPointer)
    document.addEventListener('focusin', onFocus)
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('pointerdown', onPointer)
      document.removeEventListener('focusin', onFocus)
      document.removeEventListener('keydown', onKey)
    }
  }, [isOpen])
  return (
    <div ref={whole} className="relative min-w-0">
      <button ref={opener} type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className={className}>
        {button}
      </button>
      {isOpen && (
        <div className="absolute end-0 top-full z-20 mt-1 max-h-[calc(100svh-5rem)] w-72 max-w-[calc(100vw-2rem)] overflow-y-auto rounded-md bg-raised py-2 text-small shadow-lift transition-[opacity,translate] starting:-translate-y-1 starting:opacity-0 forced-colors:border">
          {children(close)}
        </div>
      )}
    </div>
  )
}

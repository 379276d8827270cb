import { type ReactNode, useEffect, useRef, useState } from 'react'

interface Props {
  /** What the button shows. */
  button: ReactNode
  className: string
  /** What opens below it. A link in it calls `close`. */
  children: (close: () => void) => ReactNode
}

/** A button that shows links below it. Escape closes it, and so does a click or the focus elsewhere. */
export function Disclosure({ button, className, children }: Props) {
  const [isOpen, setOpen] = useState(false)
  const whole = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  function close() {
    setOpen(false)
    // What had the focus is gone.
    opener.current?.focus()
  }
  useEffect(() => {
    if (!isOpen) return
    const onElsewhere = ({ target }: Event) => whole.current?.contains(target as Node) || setOpen(false)
    const onKey = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return
      setOpen(false)
      opener.current?.focus()
    }
    document.addEventListener('pointerdown', onElsewhere)
    document.addEventListener('focusin', onElsewhere)
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('pointerdown', onElsewhere)
      document.removeEventListener('focusin', onElsewhere)
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

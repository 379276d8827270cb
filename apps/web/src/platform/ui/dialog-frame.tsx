import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useLayoutEffect, useRef } from 'react'

interface Props {
  open: boolean
  busy: boolean
  title: string
  /** The element that gets the focus first. Without it, the first one that can. */
  initialFocus?: RefObject<HTMLElement | null>
  /** The element that gets the focus after closing. Without it, the one that had it before. */
  returnFocus?: () => HTMLElement | null
  describedBy?: string
  onClose: () => void
  children: ReactNode
}

/** A modal dialog that asks a question. The page behind it cannot be used. */
export function DialogFrame({ open, busy, title, initialFocus, returnFocus, describedBy, onClose, children }: Props) {
  const titleId = useId()
  const ref = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const dialog = ref.current
    if (!open || !dialog) return
    dialog.showModal()
    initialFocus?.current?.focus()
    const unlock = lockScrolling()
    return () => {
      unlock()
      // The focus goes back to the element that had it before.
      dialog.close()
    }
  }, [open, initialFocus])
  const focusAfterwards = useRef(returnFocus)
  useEffect(() => {
    focusAfterwards.current = returnFocus
  })
  // After the layout effects of all components, because the element may just have got its text.
  useEffect(() => (open ? () => focusAfterwards.current?.()?.focus() : undefined), [open])

  return (
    <dialog
      ref={ref}
      role="alertdialog"
      aria-labelledby={titleId}
      {...(describedBy && { 'aria-describedby': describedBy })}
      onKeyDown={keepFocus}
      // Escape only asks. Whether the dialog closes is the page's choice.
      onCancel={event => {
        event.preventDefault()
        if (!busy) onClose()
      }}
      // A browser may close it all the same, after a second Escape.
      onClose={({ currentTarget }) => {
        if (!open || currentTarget.open) return
        if (busy) currentTarget.showModal()
        else onClose()
      }}
      className="fixed inset-4 m-auto h-fit max-h-[calc(100svh-2rem)] w-auto max-w-[28rem] overflow-y-auto overscroll-contain rounded-md bg-raised p-6 text-ink shadow-lift backdrop:bg-veil motion-safe:animate-appear motion-safe:backdrop:animate-appear forced-colors:border"
    >
      {open && (
        <>
          <h2 id={titleId} className="text-title">
            {title}
          </h2>
          {children}
        </>
      )}
    </dialog>
  )
}

/** Lets Tab go round within the dialog. The browser alone would go on to its own buttons. */
function keepFocus(event: KeyboardEvent<HTMLDialogElement>): void {
  if (event.key !== 'Tab') return
  const inputs = [...event.currentTarget.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea')]
  const [edge, next] = event.shiftKey ? [inputs[0], inputs.at(-1)] : [inputs.at(-1), inputs[0]]
  if (document.activeElement !== edge) return
  event.preventDefault()
  next?.focus()
}

/** Keeps the page behind a dialog in its place. Returns a function that lets it scroll again. */
function lockScrolling(): () => void {
  const { style, clientWidth } = document.documentElement
  // A scrollbar that takes room keeps it, so that the page does not move.
  if (window.innerWidth > clientWidth) style.scrollbarGutter = 'stable'
  style.overflow = 'hidden'
  return () => {
    style.scrollbarGutter = ''
    style.overflow = ''
  }
}

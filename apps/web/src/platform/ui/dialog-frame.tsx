import { AlertDialog } from '@base-ui/react/alert-dialog'
import type { ReactNode, RefObject } from 'react'

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

/** A modal dialog that asks a question. */
export function DialogFrame({ open, busy, title, initialFocus, returnFocus, describedBy, onClose, children }: Props) {
  return (
    <AlertDialog.Root open={open} onOpenChange={opens => opens || busy || onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-30 bg-veil transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <AlertDialog.Popup
          {...(initialFocus && { initialFocus })}
          {...(returnFocus && { finalFocus: returnFocus })}
          {...(describedBy && { 'aria-describedby': describedBy })}
          className="fixed inset-x-4 top-1/2 z-30 mx-auto max-h-[calc(100svh-2rem)] max-w-[28rem] -translate-y-1/2 overflow-y-auto rounded-md bg-raised p-6 shadow-lift transition data-ending-style:opacity-0 data-starting-style:translate-y-[calc(-50%+0.5rem)] data-starting-style:opacity-0 forced-colors:border"
        >
          <AlertDialog.Title className="text-title">{title}</AlertDialog.Title>
          {children}
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}

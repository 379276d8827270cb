import { AlertDialog } from '@base-ui/react/alert-dialog'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'

interface Props {
  open: boolean
  title: string
  children: ReactNode
  /** What the button says that goes through with it, and what while that works. */
  action: string
  working: string
  busy: boolean
  error: string | undefined
  onConfirm: () => void
  onClose: () => void
  /** What takes the focus once it is closed. */
  returnFocus: () => HTMLElement | null
}

/** Asks before something is lost. Loaded when it is first opened: it is a tenth of the app. */
export function ConfirmDialog({
  open,
  title,
  children,
  action,
  working,
  busy,
  error,
  onConfirm,
  onClose,
  returnFocus,
}: Props) {
  return (
    <AlertDialog.Root open={open} onOpenChange={opens => opens || busy || onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-30 bg-veil transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <AlertDialog.Popup
          finalFocus={returnFocus}
          className="fixed inset-x-4 top-1/2 z-30 mx-auto max-h-[calc(100svh-2rem)] max-w-[28rem] -translate-y-1/2 overflow-y-auto rounded-md bg-raised p-6 shadow-lift transition data-ending-style:opacity-0 data-starting-style:translate-y-[calc(-50%+0.5rem)] data-starting-style:opacity-0 forced-colors:border"
        >
          <AlertDialog.Title className="text-title">{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />} className="mt-2 text-body text-soft">
            {children}
          </AlertDialog.Description>
          <p role="alert" className="min-h-8 pt-2 text-small text-loss">
            {error}
          </p>
          <div className="mt-2 flex flex-wrap justify-end gap-3">
            <Button onClick={onClose} aria-disabled={busy}>
              Cancel
            </Button>
            <Button look="loss" busy={busy} working={working} onClick={onConfirm}>
              {action}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}

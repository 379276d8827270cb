import { type ReactNode, useId } from 'react'
import { useWords } from '../../platform/words/use-words.ts'
import { Button } from './button.tsx'
import { DialogFrame } from './dialog-frame.tsx'

interface Props {
  open: boolean
  title: string
  children: ReactNode
  /** The label of the confirming button, and its label while busy. */
  action: string
  working: string
  busy: boolean
  error: ReactNode
  onConfirm: () => void
  onClose: () => void
  /** The element that gets the focus after closing. */
  returnFocus: () => HTMLElement | null
}

/** Asks before something is lost. */
export function ConfirmDialog({ children, action, working, error, onConfirm, ...frame }: Props) {
  const { busy, onClose } = frame
  const { ui } = useWords()
  const textId = useId()
  return (
    <DialogFrame {...frame} describedBy={textId}>
      <div id={textId} className="mt-2 text-body text-soft">
        {children}
      </div>
      <p role="alert" className="min-h-8 pt-2 text-small text-loss">
        {error}
      </p>
      <div className="mt-2 flex flex-wrap justify-end gap-3">
        <Button onClick={onClose} aria-disabled={busy}>
          {ui.cancel}
        </Button>
        <Button look="loss" busy={busy} working={working} onClick={onConfirm}>
          {action}
        </Button>
      </div>
    </DialogFrame>
  )
}

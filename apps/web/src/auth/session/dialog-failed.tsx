import { useId } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { DialogFrame } from '../../platform/ui/dialog-frame.tsx'
import { useWords } from '../../platform/words/use-words.ts'

interface Props {
  busy: boolean
  /** Whether the session has ended. Then closing leaves the page. */
  ended: boolean
  onAgain: () => void
  onClose: () => void
}

/** In the place of the dialog that asks for a proof, if its files are missing. What the person typed stays on the page below. */
export function DialogFailed({ busy, ended, onAgain, onClose }: Props) {
  const { shell, ui } = useWords()
  const textId = useId()
  return (
    <DialogFrame open busy={busy} title={shell.noDialogTitle} describedBy={textId} onClose={onClose}>
      <p id={textId} className="mt-2">
        {shell.noDialog}
      </p>
      <div className="mt-4 flex flex-wrap justify-end gap-3">
        <Button onClick={onClose} aria-disabled={busy}>
          {ended ? shell.leave : ui.cancel}
        </Button>
        <Button look="main" busy={busy} working={ui.loading} onClick={onAgain}>
          {ui.tryAgain}
        </Button>
      </div>
    </DialogFrame>
  )
}

import type { Passkey, TotpApp } from '@latchkey/contracts/auth/factors'
import { useRef, useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { ConfirmDialog } from '../../platform/ui/confirm-dialog.tsx'
import { failure } from '../../platform/ui/failure.tsx'
import { useToast } from '../../platform/ui/use-toast.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { NotConfirmedError } from '../session/keeper.ts'
import { useRemoveFactor } from './queries.ts'

/** The heading of the list. It gets the focus once the button has gone. */
export const factorsHeadingId = 'factors-title'

export function RemoveFactor({ factor, isOnly }: { factor: TotpApp | Passkey; isOnly: boolean }) {
  const { id, name } = factor
  const { factors: words } = useWords()
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const remove = useRemoveFactor()
  const { error } = remove
  const send = async () => {
    // Close this dialog first: the one that confirms may open, and only one may be open at a time.
    setOpen(false)
    try {
      await remove.mutateAsync(id)
    } catch (error) {
      return setOpen(!(error instanceof NotConfirmedError))
    }
    toast({ text: words.removed, icon: 'check' })
    // The button goes with its factor, and has gone if the list was faster.
    const { activeElement } = document
    if (activeElement === opener.current || activeElement === document.body)
      document.getElementById(factorsHeadingId)?.focus()
  }
  return (
    <>
      <Button
        look="quiet"
        ref={opener}
        busy={remove.isPending}
        working={words.removing}
        aria-label={remove.isPending ? undefined : words.removeOf(name)}
        onClick={() => setOpen(true)}
      >
        {words.remove}
      </Button>
      <ConfirmDialog
        open={open}
        title={words.removeTitle(name)}
        action={words.remove}
        working={words.removing}
        busy={remove.isPending}
        error={error && !(error instanceof NotConfirmedError) ? failure(error) : undefined}
        onConfirm={send}
        onClose={() => {
          setOpen(false)
          remove.reset()
        }}
        returnFocus={() => opener.current}
      >
        <p>{words[effectOf(factor, isOnly)]}</p>
      </ConfirmDialog>
    </>
  )
}

/** A passkey stays on the device, where it would be offered in vain. */
function effectOf(factor: TotpApp | Passkey, isOnly: boolean) {
  if ('synced' in factor) return isOnly ? 'removeLastPasskey' : 'removePasskey'
  return isOnly ? 'removeLast' : 'removeText'
}

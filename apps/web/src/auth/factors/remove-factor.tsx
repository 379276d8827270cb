import type { Passkey, TotpApp } from '@latchkey/contracts/auth/factors'
import { Button } from '../../platform/ui/button.tsx'
import { ConfirmDialog } from '../../platform/ui/confirm-dialog.tsx'
import { useToast } from '../../platform/ui/use-toast.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { useAskFirst } from '../session/use-ask-first.ts'
import { useRemoveFactor } from './queries.ts'

export function RemoveFactor({ factor, isOnly }: { factor: TotpApp | Passkey; isOnly: boolean }) {
  const { id, name } = factor
  const { factors: words } = useWords()
  const toast = useToast()
  const remove = useRemoveFactor()
  const { button, dialog } = useAskFirst({
    request: remove,
    async send() {
      await remove.mutateAsync(id)
      toast({ text: words.removed, icon: 'check' })
    },
  })
  return (
    <>
      <Button
        {...button}
        look="quiet"
        working={words.removing}
        aria-label={remove.isPending ? undefined : words.removeOf(name)}
      >
        {words.remove}
      </Button>
      <ConfirmDialog {...dialog} title={words.removeTitle(name)} action={words.remove} working={words.removing}>
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

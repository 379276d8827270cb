import { useEffect, useRef } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { useWords } from '../../platform/words/use-words.ts'

interface Props {
  busy: boolean
  signsIn: boolean
  onClose: () => void
}

/** The end of each form in the dialog. The focus goes to the field of that form, or to its button if it has none. */
export function ProofButtons({ busy, signsIn, onClose }: Props) {
  const { proof, shell, ui } = useWords()
  const submit = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const field = submit.current?.form?.querySelector<HTMLElement>('input:not([readonly], [type=checkbox])')
    const start = field ?? submit.current
    start?.focus()
  }, [])
  return (
    <div className="mt-2 flex flex-wrap justify-end gap-3">
      <Button onClick={onClose} aria-disabled={busy}>
        {signsIn ? shell.leave : ui.cancel}
      </Button>
      <Button ref={submit} type="submit" look="main" busy={busy} working={signsIn ? proof.signingIn : proof.confirming}>
        {signsIn ? proof.signIn : proof.confirm}
      </Button>
    </div>
  )
}

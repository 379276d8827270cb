import { Button } from '../../platform/ui/button.tsx'
import { useWords } from '../../platform/words/use-words.ts'

interface Props {
  busy: boolean
  signsIn: boolean
  onClose: () => void
}

export function ProofButtons({ busy, signsIn, onClose }: Props) {
  const { account, ui } = useWords()
  return (
    <div className="mt-2 flex flex-wrap justify-end gap-3">
      <Button onClick={onClose} aria-disabled={busy}>
        {signsIn ? account.leave : ui.cancel}
      </Button>
      <Button type="submit" look="main" busy={busy} working={signsIn ? account.signingIn : account.confirming}>
        {signsIn ? account.signIn : account.confirm}
      </Button>
    </div>
  )
}

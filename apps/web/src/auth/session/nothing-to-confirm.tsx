import { pages } from '@latchkey/contracts/pages'
import { Button } from '../../platform/ui/button.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useWords } from '../../platform/words/use-words.ts'

/** For a person without a password and without a second factor, as after both were lost: a mail is the only proof left. */
export function NothingToConfirm({ introId, onClose }: { introId: string; onClose: () => void }) {
  const { proof, ui } = useWords()
  return (
    <>
      <p id={introId} className="mt-2">
        {proof.nothingToConfirm}
      </p>
      <div className="mt-4 flex flex-wrap items-center justify-end gap-3 text-small">
        <Button onClick={onClose}>{ui.cancel}</Button>
        <TextLink to={pages.forgot}>{proof.choosePassword}</TextLink>
      </div>
    </>
  )
}

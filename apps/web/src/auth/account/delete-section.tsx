import type { User } from '@latchkey/contracts/auth/users'
import { type ReactNode, useRef, useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { ConfirmDialog } from '../../platform/ui/confirm-dialog.tsx'
import { failure } from '../../platform/ui/failure.tsx'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { NotConfirmedError } from '../session/keeper.ts'
import { useDeleteUser } from './changes.ts'
import { Section } from './section.tsx'

export function DeleteSection({ user }: { user: User }) {
  const { account: words } = useWords()
  const [open, setOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const remove = useDeleteUser()
  const { error } = remove
  const close = () => {
    setOpen(false)
    remove.reset()
  }
  return (
    <Section name="delete" title={words.deleteTitle}>
      <div className="rounded-md border border-loss p-4">
        <p className="mb-4 text-small text-soft">{words.deleteIntro}</p>
        <Button
          look="danger"
          ref={opener}
          busy={remove.isPending}
          working={words.deleting}
          onClick={() => setOpen(true)}
        >
          {words.delete}
        </Button>
      </div>
      <ConfirmDialog
        open={open}
        title={words.deleteQuestion}
        action={words.delete}
        working={words.deleting}
        busy={remove.isPending}
        error={error && !(error instanceof NotConfirmedError) ? failure(error) : undefined}
        onConfirm={() => {
          // Close this dialog first: the one that confirms may open, and only one may be open at a time.
          setOpen(false)
          remove.mutate(undefined, { onError: error => setOpen(!(error instanceof NotConfirmedError)) })
        }}
        onClose={close}
        returnFocus={() => opener.current}
      >
        <ul className="list-disc grid gap-1 ps-5">
          {words.deleteEffects<ReactNode>(<bdi className="wrap-anywhere text-ink">{user.email}</bdi>).map(effect => (
            <li key={String(effect[0])}>{rich(effect)}</li>
          ))}
        </ul>
      </ConfirmDialog>
    </Section>
  )
}

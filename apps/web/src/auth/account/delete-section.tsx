import type { User } from '@latchkey/contracts/auth/users'
import type { ReactNode } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { ConfirmDialog } from '../../platform/ui/confirm-dialog.tsx'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { useAskFirst } from '../session/use-ask-first.ts'
import { useDeleteUser } from './changes.ts'
import { Section } from './section.tsx'

export function DeleteSection({ user }: { user: User }) {
  const { account: words } = useWords()
  const remove = useDeleteUser()
  const { button, dialog } = useAskFirst({ request: remove, send: () => remove.mutateAsync() })
  return (
    <Section name="delete" title={words.deleteTitle}>
      <div className="rounded-md border border-loss p-4">
        <p className="mb-4 text-small text-soft">{words.deleteIntro}</p>
        <Button {...button} look="danger" working={words.deleting}>
          {words.delete}
        </Button>
      </div>
      <ConfirmDialog {...dialog} title={words.deleteQuestion} action={words.delete} working={words.deleting}>
        <ul className="list-disc grid gap-1 ps-5">
          {words.deleteEffects<ReactNode>(<bdi className="wrap-anywhere text-ink">{user.email}</bdi>).map(effect => (
            <li key={String(effect[0])}>{rich(effect)}</li>
          ))}
        </ul>
      </ConfirmDialog>
    </Section>
  )
}

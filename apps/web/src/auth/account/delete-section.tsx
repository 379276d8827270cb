import type { User } from '@latchkey/contracts/auth/users'
import { useRef, useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { ConfirmDialog } from '../../platform/ui/confirm-dialog.tsx'
import { failure } from '../../platform/ui/failure.tsx'
import { NotConfirmedError } from '../session/keeper.ts'
import { useDeleteUser } from './changes.ts'
import { Section } from './section.tsx'

export function DeleteSection({ user }: { user: User }) {
  const [open, setOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const remove = useDeleteUser()
  const { error } = remove
  const close = () => {
    setOpen(false)
    remove.reset()
  }
  return (
    <Section title="Delete account">
      <p className="mb-4 text-small text-soft">
        Everything is gone after 7 days. Until then, the mail about it brings it back.
      </p>
      <Button ref={opener} busy={remove.isPending} working="Deleting…" onClick={() => setOpen(true)}>
        Delete account
      </Button>
      <ConfirmDialog
        open={open}
        title="Delete your account?"
        action="Delete account"
        working="Deleting…"
        busy={remove.isPending}
        error={error && !(error instanceof NotConfirmedError) ? failure(error) : undefined}
        onConfirm={() => {
          // Close this dialog first: the password dialog may open, and only one may be open at a time.
          setOpen(false)
          remove.mutate(undefined, { onError: error => setOpen(!(error instanceof NotConfirmedError)) })
        }}
        onClose={close}
        returnFocus={() => opener.current}
      >
        <ul className="list-disc space-y-1 pl-5">
          <li>You are signed out at once, here and on every other device.</li>
          <li>
            For 7 days the mail that we send to <span className="wrap-anywhere text-ink">{user.email}</span> brings the
            account back.
          </li>
          <li>After that your name, address, password and devices are gone for good.</li>
        </ul>
      </ConfirmDialog>
    </Section>
  )
}

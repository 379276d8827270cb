import type { User } from '@latchkey/contracts/users'
import { useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Form } from '../ui/form.tsx'
import { useForm } from '../ui/use-form.ts'
import { accountErrors } from './account-errors.ts'
import { useDeleteUser } from './changes.ts'
import { Section } from './section.tsx'

export function DeleteSection({ user }: { user: User }) {
  const [open, setOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const element = useRef<HTMLDivElement>(null)
  const remove = useDeleteUser()
  const form = useForm({
    labels: {},
    read: () => undefined,
    send: () => remove.mutateAsync(),
    errorsOf: accountErrors,
  })
  return (
    <Section title="Delete account">
      <div ref={element}>
        <Form form={form} intro="Everything is gone after 7 days. Until then, the mail about it brings it back.">
          <Button ref={opener} busy={form.busy} working="Deleting…" onClick={() => setOpen(true)}>
            Delete account
          </Button>
        </Form>
      </div>
      <ConfirmDialog
        open={open}
        title="Delete your account?"
        action="Delete account"
        working="Deleting…"
        busy={false}
        error={undefined}
        onConfirm={() => {
          setOpen(false)
          element.current?.querySelector('form')?.requestSubmit()
        }}
        onClose={() => setOpen(false)}
        returnFocus={() => opener.current}
      >
        <ul className="list-disc space-y-1 pl-5">
          <li>You are signed out at once, here and on every other device.</li>
          <li>
            For 7 days the mail that we send to <span className="break-all text-ink">{user.email}</span> brings the
            account back.
          </li>
          <li>After that your name, address, password and devices are gone for good.</li>
        </ul>
      </ConfirmDialog>
    </Section>
  )
}

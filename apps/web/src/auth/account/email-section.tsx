import { changeEmail } from '@latchkey/contracts/auth/account'
import type { User } from '@latchkey/contracts/auth/users'
import { useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { EmailField } from '../../platform/ui/email-field.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { accountErrors } from './account-errors.ts'
import { useChangeEmail } from './changes.ts'
import { PendingEmail } from './pending-email.tsx'
import { News, Section } from './section.tsx'

const labels = { email: 'New email address' }

export function EmailSection({ user }: { user: User }) {
  const [news, setNews] = useState('')
  const change = useChangeEmail()
  const form = useForm({
    labels,
    schema: changeEmail.body,
    read: form => ({ email: String(form.get('email')) }),
    async send({ email }, form) {
      setNews('')
      const mailed = await change.mutateAsync(email)
      form.reset()
      setNews(`We sent a link to ${mailed}. Until it is used, your address stays as it is.`)
    },
    errorsOf: accountErrors,
  })
  return (
    <Section title="Email address">
      <PendingEmail onCancelled={() => setNews('The change is cancelled. Your address stays as it is.')} />
      <Form
        form={form}
        intro={
          <>
            It is <strong className="font-medium break-all text-ink">{user.email}</strong>. A new one takes its place
            once you have opened the link that we send there.
          </>
        }
      >
        <EmailField label={labels.email} autoComplete="email" error={form.errors?.fields.email} />
        <Button type="submit" busy={form.busy} working="Sending…">
          Send the link
        </Button>
        <News>{news}</News>
      </Form>
    </Section>
  )
}

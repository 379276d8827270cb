import { changeEmail } from '@latchkey/contracts/auth/account'
import type { User } from '@latchkey/contracts/auth/users'
import { useRef, useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { EmailField } from '../../platform/ui/email-field.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { News } from '../../platform/ui/news.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { accountErrors } from './account-errors.ts'
import { useChangeEmail } from './changes.ts'
import { PendingEmail } from './pending-email.tsx'
import { Section } from './section.tsx'

const labels = { email: 'New email address' }

export function EmailSection({ user }: { user: User }) {
  const [isCancelled, setCancelled] = useState(false)
  const newsLine = useRef<HTMLParagraphElement>(null)
  const change = useChangeEmail()
  const form = useForm({
    labels,
    schema: changeEmail.body,
    read: form => ({ email: String(form.get('email')) }),
    async send({ email }, form) {
      setCancelled(false)
      const mailed = await change.mutateAsync(email)
      form.reset()
      return `We sent a link to ${mailed}. Until it is used, your address stays as it is.`
    },
    errorsOf: accountErrors,
  })
  function showCancelled() {
    setCancelled(true)
    // The pressed button is gone.
    newsLine.current?.focus()
  }
  return (
    <Section title="Email address">
      <PendingEmail onCancelled={showCancelled} />
      <Form
        form={form}
        intro={
          <>
            It is <strong className="font-medium wrap-anywhere text-ink">{user.email}</strong>. A new one takes its
            place once you have opened the link that we send there.
          </>
        }
      >
        <EmailField label={labels.email} autoComplete="email" error={form.errors?.fields.email} />
        <Button type="submit" busy={form.busy} working="Sending…">
          Send the link
        </Button>
        <News ref={newsLine}>
          {isCancelled && !form.errors ? 'The change is cancelled. Your address stays as it is.' : form.news}
        </News>
      </Form>
    </Section>
  )
}

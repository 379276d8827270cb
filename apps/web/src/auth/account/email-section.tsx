import { changeEmail } from '@latchkey/contracts/auth/account'
import type { User } from '@latchkey/contracts/auth/users'
import { useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { EmailField } from '../../platform/ui/email-field.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { accountErrors } from './account-errors.ts'
import { useChangeEmail } from './changes.ts'
import { PendingEmail } from './pending-email.tsx'
import { News, Section } from './section.tsx'

export function EmailSection({ user }: { user: User }) {
  const { account: words } = useWords()
  const [news, setNews] = useState('')
  const change = useChangeEmail()
  const form = useForm({
    labels: { email: words.newEmail },
    schema: changeEmail.body,
    read: form => ({ email: String(form.get('email')) }),
    async send({ email }, form) {
      setNews('')
      const mailed = await change.mutateAsync(email)
      form.reset()
      setNews(words.linkSent(mailed))
    },
    errorsOf: accountErrors,
  })
  return (
    <Section title={words.emailTitle}>
      <PendingEmail onCancelled={() => setNews(words.emailCancelled)} />
      <Form
        form={form}
        intro={rich(
          words.emailIntro(
            <strong className="font-medium break-all text-ink">
              <bdi>{user.email}</bdi>
            </strong>,
          ),
        )}
      >
        <EmailField label={words.newEmail} autoComplete="email" error={form.errors?.fields.email} />
        <Button type="submit" busy={form.busy} working={words.sending}>
          {words.sendLink}
        </Button>
        <News>{news}</News>
      </Form>
    </Section>
  )
}

import { changeEmail } from '@latchkey/contracts/auth/account'
import type { User } from '@latchkey/contracts/auth/users'
import { useRef, useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { EmailField } from '../../platform/ui/email-field.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { News } from '../../platform/ui/news.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { accountErrors } from './account-errors.ts'
import { useChangeEmail } from './changes.ts'
import { PendingEmail } from './pending-email.tsx'
import { Section } from './section.tsx'

export function EmailSection({ user }: { user: User }) {
  const { account: words } = useWords()
  const [isCancelled, setCancelled] = useState(false)
  const newsLine = useRef<HTMLParagraphElement>(null)
  const change = useChangeEmail()
  const form = useForm({
    labels: { email: words.newEmail },
    schema: changeEmail.body,
    read: form => ({ email: String(form.get('email')) }),
    async send({ email }, form) {
      const mailed = await change.mutateAsync(email)
      form.reset()
      return words.linkSent(mailed)
    },
    errorsOf: accountErrors,
  })
  function forgetCancelled<Event, Result>(handle: (event: Event) => Result) {
    return (event: Event) => {
      setCancelled(false)
      return handle(event)
    }
  }
  function showCancelled() {
    setCancelled(true)
    // The pressed button is gone.
    newsLine.current?.focus()
  }
  return (
    <Section name="email" title={words.emailTitle}>
      <PendingEmail onCancelled={showCancelled} />
      <Form
        form={{ ...form, change: forgetCancelled(form.change), submit: forgetCancelled(form.submit) }}
        intro={rich(
          words.emailIntro(
            <strong className="font-medium wrap-anywhere text-ink">
              <bdi>{user.email}</bdi>
            </strong>,
          ),
        )}
      >
        <EmailField label={words.newEmail} autoComplete="email" error={form.errors?.fields.email} />
        <Button type="submit" busy={form.busy} working={words.sending}>
          {words.sendLink}
        </Button>
        <News ref={newsLine}>{isCancelled ? words.emailCancelled : form.news}</News>
      </Form>
    </Section>
  )
}

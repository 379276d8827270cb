import { changeEmail } from '@latchkey/contracts/auth/account'
import type { User } from '@latchkey/contracts/auth/users'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { EmailField } from '../../platform/ui/email-field.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { inputId } from '../../platform/ui/text-field.tsx'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { useChangeEmail } from './changes.ts'
import { PendingActions, PendingText } from './pending-email.tsx'
import { pendingEmailQuery } from './queries.ts'
import { SaveButton } from './save-button.tsx'
import { Section } from './section.tsx'
import { useSectionForm } from './use-section-form.ts'

/** Changes the address. While a change waits for its link, the form waits too, behind a button. */
export function EmailSection({ user }: { user: User }) {
  const { account: words } = useWords()
  const { data: pending } = useQuery(pendingEmailQuery)
  const [isCancelled, setCancelled] = useState(false)
  const [wantsAnother, setWantsAnother] = useState(false)
  const newsLine = useRef<HTMLParagraphElement>(null)
  const change = useChangeEmail()
  const form = useSectionForm({
    labels: { email: words.newEmail },
    schema: changeEmail.body,
    read: form => ({ email: String(form.get('email')) }),
    changes: ({ email }) => email !== '',
    async send({ email }, form) {
      const mailed = await change.mutateAsync(email)
      form.reset()
      setWantsAnother(false)
      return words.linkSent(mailed)
    },
  })
  const showsForm = !pending || wantsAnother
  useEffect(() => {
    if (wantsAnother) document.getElementById(inputId('email'))?.focus()
  }, [wantsAnother])
  useEffect(() => {
    // The form has just sent the link, and went with its button, which had the focus.
    if (!showsForm && form.news && document.activeElement === document.body) newsLine.current?.focus()
  }, [showsForm, form.news])
  function forgetCancelled<Event, Result>(handle: (event: Event) => Result) {
    return (event: Event) => {
      setCancelled(false)
      return handle(event)
    }
  }
  function showCancelled() {
    setCancelled(true)
    setWantsAnother(false)
    // The pressed button is gone.
    newsLine.current?.focus()
  }
  const news = isCancelled ? words.emailCancelled : form.news
  const look = pending ? 'mb-4 border-s-2 border-accent ps-4 text-small' : news ? 'mb-4 text-small font-medium' : ''
  return (
    <Section name="email" title={words.emailTitle}>
      <div className={look}>
        <p ref={newsLine} role="status" tabIndex={-1}>
          {pending ? <PendingText key={pending.email} pending={pending} /> : news && <span key="news">{news}</span>}
        </p>
        {pending && (
          <PendingActions
            pending={pending}
            onCancelled={showCancelled}
            onAnother={wantsAnother ? undefined : () => setWantsAnother(true)}
          />
        )}
      </div>
      {showsForm && (
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
          <SaveButton form={form} working={words.sending}>
            {words.sendLink}
          </SaveButton>
        </Form>
      )}
    </Section>
  )
}

import { forgotPassword } from '@latchkey/contracts/auth/recovery'
import { pages } from '@latchkey/contracts/pages'
import { useLocation, useRouter } from '@tanstack/react-router'
import { Button } from '../../platform/ui/button.tsx'
import { EmailField } from '../../platform/ui/email-field.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { SendAgain } from '../../platform/ui/send-again.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { useForgotPassword } from './queries.ts'

const introId = 'forgot-intro'
const labels = { email: 'Email address' }

/** Requests a link to choose a new password. The history state keeps the step over a reload. */
export function ForgotPage() {
  const { email, mailed } = useLocation({ select: ({ state }) => state })
  useHeadingFocus(mailed)
  return mailed ? <SentStep email={mailed} /> : <AskStep email={email} />
}

function AskStep({ email }: { email: string | undefined }) {
  const router = useRouter()
  const forgot = useForgotPassword()
  const form = useForm({
    labels,
    schema: forgotPassword.body,
    read: form => ({ email: String(form.get('email')) }),
    async send(typed) {
      const mailed = await forgot.mutateAsync(typed.email)
      await router.navigate({ to: pages.forgot, state: { mailed } })
    },
  })
  return (
    <NarrowPage title="Reset your password" describedBy={introId}>
      <Form
        form={form}
        introId={introId}
        intro="We send you a link. With it you choose a new password."
        className="mt-2"
      >
        <EmailField
          label={labels.email}
          autoComplete="username"
          defaultValue={email}
          error={form.errors?.fields.email}
        />
        <Button type="submit" look="main" busy={form.busy} working="Sending…" className="h-12 w-full">
          Send the link
        </Button>
      </Form>
      <p className="mt-6 border-t border-line pt-2 text-small">
        <TextLink to={pages.login}>Back to sign in</TextLink>
      </p>
    </NarrowPage>
  )
}

function SentStep({ email }: { email: string }) {
  const forgot = useForgotPassword()
  return (
    <NarrowPage title="Look at your mail" describedBy={introId}>
      <p id={introId} className="mt-3 mb-6 text-soft">
        If <strong className="font-medium wrap-anywhere text-ink">{email}</strong> has an account, a link is on its way
        there. The mail says how long it works.
      </p>
      <SendAgain
        send={() => forgot.mutateAsync(email)}
        justSent
        sent="If a link can be sent there now, it is on its way. An earlier one still works."
      />
      <p className="mt-2 flex flex-wrap gap-x-6 border-t border-line pt-2 text-small">
        <TextLink to={pages.forgot} state={{}}>
          Use another address
        </TextLink>
        <TextLink to={pages.login}>Back to sign in</TextLink>
      </p>
    </NarrowPage>
  )
}

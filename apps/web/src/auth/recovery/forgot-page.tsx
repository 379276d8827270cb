import { forgotPassword } from '@latchkey/contracts/auth/recovery'
import { pages } from '@latchkey/contracts/pages'
import { useLocation, useRouter } from '../../platform/router/use-router.ts'
import { Button } from '../../platform/ui/button.tsx'
import { EmailField } from '../../platform/ui/email-field.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { SendAgain } from '../../platform/ui/send-again.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { useForgotPassword } from './queries.ts'

const introId = 'forgot-intro'

/** Requests a link to choose a new password. The history state keeps the step over a reload. */
export function ForgotPage() {
  const { email, mailed } = useLocation().state
  useHeadingFocus(mailed)
  return mailed ? <SentStep email={mailed} /> : <AskStep email={email} />
}

function AskStep({ email }: { email: string | undefined }) {
  const { recovery: words, ui } = useWords()
  const router = useRouter()
  const forgot = useForgotPassword()
  const form = useForm({
    labels: { email: ui.email },
    schema: forgotPassword.body,
    read: form => ({ email: String(form.get('email')) }),
    async send(typed) {
      const mailed = await forgot.mutateAsync(typed.email)
      await router.navigate({ to: pages.forgot, state: { mailed } })
    },
  })
  return (
    <NarrowPage title={words.forgotTitle} describedBy={introId}>
      <Form form={form} introId={introId} intro={words.forgotIntro} className="mt-2">
        <EmailField label={ui.email} autoComplete="username" defaultValue={email} error={form.errors?.fields.email} />
        <Button type="submit" look="main" busy={form.busy} working={words.sending} className="h-12 w-full">
          {words.send}
        </Button>
      </Form>
      <p className="mt-6 border-t border-line pt-2 text-small">
        <TextLink to={pages.login}>{words.backToSignIn}</TextLink>
      </p>
    </NarrowPage>
  )
}

function SentStep({ email }: { email: string }) {
  const { recovery: words } = useWords()
  const forgot = useForgotPassword()
  return (
    <NarrowPage title={words.sentTitle} describedBy={introId}>
      <PageIntro small id={introId}>
        {rich(
          words.sent(
            <strong className="font-medium wrap-anywhere text-ink">
              <bdi>{email}</bdi>
            </strong>,
          ),
        )}
      </PageIntro>
      <p className="mb-4 text-small text-soft">{words.noMail}</p>
      <SendAgain send={() => forgot.mutateAsync(email)} justSent sent={words.resent} />
      <p className="mt-2 flex flex-wrap gap-x-6 border-t border-line pt-2 text-small">
        <TextLink to={pages.forgot} state={{}}>
          {words.otherAddress}
        </TextLink>
        <TextLink to={pages.login}>{words.backToSignIn}</TextLink>
      </p>
    </NarrowPage>
  )
}

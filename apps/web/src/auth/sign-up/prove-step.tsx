import { verify as endpoint } from '@latchkey/contracts/auth/sign-up'
import { pages } from '@latchkey/contracts/pages'
import type { Words } from '@latchkey/contracts/words/web'
import { ApiError } from '../../platform/api-errors.ts'
import { Navigate, useRouter } from '../../platform/router/use-router.ts'
import { Button } from '../../platform/ui/button.tsx'
import { CodeField } from '../../platform/ui/code-field.tsx'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { SendAgain } from '../../platform/ui/send-again.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useForm, usualErrors } from '../../platform/ui/use-form.ts'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { useIdentify } from '../session/use-session.ts'
import { useFinishedElsewhere, useResend, useVerify } from './queries.ts'

const introId = 'prove-intro'

interface Props {
  email: string
  /** Whether the mail was just sent. Otherwise the person resumes an earlier sign-up. */
  justSent: boolean
}

/** Proves the address with the mailed code, in the browser that signed up. */
export function ProveStep({ email, justSent }: Props) {
  const { signUp: words } = useWords()
  const router = useRouter()
  const me = useIdentify()
  const resend = useResend()
  const verify = useVerify()
  const form = useForm({
    labels: { code: words.code },
    schema: endpoint.body,
    read: form => ({ code: String(form.get('code')) }),
    async send(typed) {
      await verify.mutateAsync(typed)
      await router.navigate({ to: pages.home, replace: true })
    },
    errorsOf: error => codeErrors(words, error),
  })
  const isFinished = useFinishedElsewhere(form.busy)
  useHeadingFocus(isFinished)
  // The mailed link was opened in another tab. Anyone else who is signed in may create another account.
  if (me?.user.email === email) return <Navigate to={pages.home} replace />
  const toSignIn = (
    <TextLink to={pages.login} state={{ email }}>
      {words.signIn}
    </TextLink>
  )
  if (isFinished)
    return (
      <NarrowPage title={words.readyTitle}>
        <p className="mt-3 mb-4 text-soft">{words.readyElsewhere}</p>
        {toSignIn}
      </NarrowPage>
    )
  return (
    <NarrowPage title={justSent ? words.sentTitle : words.resumeTitle} describedBy={introId}>
      <Form
        form={form}
        introId={introId}
        intro={rich(
          (justSent ? words.sent : words.resume)(
            <strong className="font-medium wrap-anywhere text-ink">
              <bdi>{email}</bdi>
            </strong>,
          ),
        )}
        className="mt-2"
      >
        <CodeField
          label={words.code}
          name="code"
          error={form.errors?.fields.code}
          busy={form.busy}
          describedBy={introId}
        />
        <Button type="submit" look="main" busy={form.busy} working={words.signingIn} className="h-12 w-full">
          {words.signIn}
        </Button>
      </Form>
      <div className="mt-6 border-t border-line pt-4 text-small text-soft">
        <p className="mb-4">{words.help}</p>
        <SendAgain send={() => resend.mutateAsync(email)} justSent={justSent} sent={words.resent} />
        <p className="flex flex-wrap items-center gap-x-1.5">
          {words.elsewhere} {toSignIn}
        </p>
        <TextLink to={pages.signUp} state={{}}>
          {words.otherAddress}
        </TextLink>
      </div>
    </NarrowPage>
  )
}

function codeErrors(words: Words['signUp'], error: unknown): Errors {
  if (!(error instanceof ApiError && error.problem.code === 'invalid_code')) return usualErrors(error)
  return { fields: { code: words.codeWrong } }
}

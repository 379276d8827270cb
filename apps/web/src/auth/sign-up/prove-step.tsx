import { verify as endpoint } from '@latchkey/contracts/auth/sign-up'
import { pages } from '@latchkey/contracts/pages'
import { Navigate, useRouter } from '@tanstack/react-router'
import { ApiError } from '../../platform/api-errors.ts'
import { Button } from '../../platform/ui/button.tsx'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { SendAgain } from '../../platform/ui/send-again.tsx'
import { TextField } from '../../platform/ui/text-field.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useForm, usualErrors } from '../../platform/ui/use-form.ts'
import { useIdentify } from '../session/use-session.ts'
import { useResend, useVerify } from './queries.ts'

const introId = 'prove-intro'
const labels = { code: 'Code from the mail' }

interface Props {
  email: string
  /** Whether the mail was just sent. Otherwise the person resumes an earlier sign-up. */
  justSent: boolean
}

/** Proves the address with the mailed code, in the browser that signed up. */
export function ProveStep({ email, justSent }: Props) {
  const router = useRouter()
  const me = useIdentify()
  const resend = useResend()
  const verify = useVerify()
  const form = useForm({
    labels,
    schema: endpoint.body,
    // Mails and clipboards put spaces between the digits.
    read: form => ({ code: String(form.get('code')).replace(/[\s-]/g, '') }),
    async send(typed) {
      await verify.mutateAsync(typed)
      await router.navigate({ to: pages.home, replace: true })
    },
    errorsOf: codeErrors,
  })
  // The mailed link was opened in another tab. Anyone else who is signed in may create another account.
  if (me?.user.email === email) return <Navigate to={pages.home} replace />
  return (
    <NarrowPage title={justSent ? 'Look at your mail' : 'Finish signing up'} describedBy={introId}>
      <Form
        form={form}
        introId={introId}
        intro={
          <>
            {justSent ? 'We sent a mail to ' : 'Enter the code of the mail to '}
            <strong className="font-medium wrap-anywhere text-ink">{email}</strong>
            {justSent ? '. Enter its code here, or open its link.' : ', or have it sent again.'}
          </>
        }
        className="mt-2"
      >
        <TextField
          label={labels.code}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          error={form.errors?.fields.code}
        />
        <Button type="submit" look="main" busy={form.busy} working="Signing in…" className="h-12 w-full">
          Sign in
        </Button>
      </Form>
      <div className="mt-6 border-t border-line pt-4 text-small text-soft">
        <p className="mb-4">
          The mail says how long its code and its link work. Nothing there? Look among the unwanted mail, too.
        </p>
        <SendAgain
          send={() => resend.mutateAsync(email)}
          justSent={justSent}
          sent="A new mail is on its way. The code of the one before no longer works."
        />
        <p className="flex flex-wrap items-center gap-x-1.5">
          Finished in another browser? <TextLink to={pages.login}>Sign in</TextLink>
        </p>
        <TextLink to={pages.signUp} state={{}}>
          Use another address
        </TextLink>
      </div>
    </NarrowPage>
  )
}

function codeErrors(error: unknown): Errors {
  if (!(error instanceof ApiError && error.problem.code === 'invalid_code')) return usualErrors(error)
  return { fields: { code: 'This code is not right, or its time is up, or you have finished in another browser.' } }
}

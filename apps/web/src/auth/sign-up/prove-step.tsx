import { verify as endpoint } from '@latchkey/contracts/auth/sign-up'
import type { ErrorCode } from '@latchkey/contracts/errors'
import { pages } from '@latchkey/contracts/pages'
import type { Words } from '@latchkey/contracts/words/web'
import { useState } from 'react'
import { ApiError } from '../../platform/api-errors.ts'
import { Navigate, useRouter } from '../../platform/router/use-router.ts'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { MailedCodePage, mailedTo } from '../../platform/ui/mailed-code-page.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { SendAgain } from '../../platform/ui/send-again.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useForm, usualErrors } from '../../platform/ui/use-form.ts'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { useIdentify } from '../session/use-session.ts'
import { ChooseStep } from './choose-step.tsx'
import { useFinishedElsewhere, useResend, useVerify } from './queries.ts'

interface Props {
  email: string
  /** Whether the mail was just sent. Otherwise the person resumes an earlier sign-up. */
  justSent: boolean
}

/** Proves the address with the mailed code, in the browser that signed up. */
export function ProveStep({ email, justSent }: Props) {
  const { signUp: words, signUpByPasskey } = useWords()
  const router = useRouter()
  const me = useIdentify()
  const resend = useResend()
  const verify = useVerify()
  // The right code, of a sign-up without a password. It stays valid until the account is created.
  const [code, setCode] = useState<string>()
  const [isLate, setLate] = useState(false)
  // Without the cookie the account exists, but no one is signed in.
  const finish = (isSignedIn: boolean) =>
    isSignedIn
      ? router.navigate({ to: pages.home, replace: true })
      : router.navigate({ to: pages.login, state: { email }, replace: true })
  const form = useForm({
    labels: { code: words.code },
    schema: endpoint.body,
    read: form => ({ code: String(form.get('code')) }),
    async send(typed) {
      try {
        await finish(await verify.mutateAsync(typed))
      } catch (error) {
        if (!isRefused(error, 'password_required')) throw error
        setCode(typed.code)
      }
    },
    errorsOf: error => codeErrors(words, error),
  })
  const isFinished = useFinishedElsewhere(form.busy || code !== undefined)
  useHeadingFocus(isFinished || code)
  if (code !== undefined)
    return (
      <ChooseStep
        proof={{ code }}
        address={email}
        first="passkey"
        passwordIntro={signUpByPasskey.choosePassword}
        onDone={(_, isSignedIn) => finish(isSignedIn)}
        errorsOf={error => {
          if (!isRefused(error, 'invalid_code')) return usualErrors(error)
          setLate(true)
          setCode(undefined)
          return undefined
        }}
      />
    )
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
        <PageIntro small>{words.readyElsewhere}</PageIntro>
        {toSignIn}
      </NarrowPage>
    )
  return (
    <MailedCodePage
      title={justSent ? words.sentTitle : words.resumeTitle}
      intro={isLate ? signUpByPasskey.late : mailedTo(justSent ? words.sent : words.resume, email)}
      form={form}
      words={{ ...words, button: words.signIn, working: words.signingIn }}
    >
      <SendAgain send={() => resend.mutateAsync(email)} justSent={justSent} sent={words.resent} />
      <p className="flex flex-wrap items-center gap-x-1.5">
        {words.elsewhere} {toSignIn}
      </p>
      <TextLink to={pages.signUp} state={{}}>
        {words.otherAddress}
      </TextLink>
    </MailedCodePage>
  )
}

function codeErrors(words: Words['signUp'], error: unknown): Errors {
  return isRefused(error, 'invalid_code') ? { fields: { code: words.codeWrong } } : usualErrors(error)
}

const isRefused = (error: unknown, code: ErrorCode) => error instanceof ApiError && error.problem.code === code

import { signInWithCode } from '@latchkey/contracts/auth/email-codes'
import { pages } from '@latchkey/contracts/pages'
import { localPath } from '@latchkey/contracts/platform/local-path'
import { useState } from 'react'
import { useLocation, useRouter } from '../../platform/router/use-router.ts'
import { MailedCodePage, mailedTo } from '../../platform/ui/mailed-code-page.tsx'
import { SendAgain } from '../../platform/ui/send-again.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { useSession } from '../session/use-session.ts'
import { keepAddress } from '../sign-in/known-person.ts'
import { keepUnfinished } from '../sign-in/unfinished.ts'
import { type AskedCode, forgetAsked } from './asked-code.ts'
import { codeErrors } from './code-errors.ts'
import { useAskForCode, useSignInWithCode } from './queries.ts'

/** Takes the mailed code. `first`: what was asked for when the page opened; another mail replaces it. */
export function CodeStep({ first }: { first: AskedCode }) {
  const words = useWords()
  const { emailCode: texts } = words
  const router = useRouter()
  const { tab } = useSession()
  const { search } = useLocation()
  const wanted = new URLSearchParams(search).get('return') ?? undefined
  const [asked, setAsked] = useState(first)
  const ask = useAskForCode()
  const signIn = useSignInWithCode()
  const { challenge, email, remember } = asked
  const form = useForm({
    labels: { code: texts.code },
    schema: signInWithCode.body,
    read: form => ({ challenge, remember, code: String(form.get('code')) }),
    async send(typed) {
      const entry = await signIn.mutateAsync(typed)
      // A code works once.
      forgetAsked(tab)
      if ('challenge' in entry) {
        keepUnfinished(tab, { ...entry, email, remember })
        return router.navigate({ to: pages.secondStep + search, replace: true })
      }
      keepAddress(remember ? entry.user.email : undefined)
      return router.navigate({ to: localPath(wanted), replace: true })
    },
    errorsOf: error => codeErrors(words, error),
  })
  return (
    <MailedCodePage title={texts.sentTitle} intro={mailedTo(texts.sent, email)} form={form} words={texts}>
      <SendAgain send={async () => setAsked(await ask.mutateAsync(asked))} justSent sent={texts.resent} />
      <p className="flex flex-wrap gap-x-6">
        <TextLink to={pages.emailCode} search={{ return: wanted }} state={{}}>
          {texts.otherAddress}
        </TextLink>
        <TextLink to={pages.login} search={{ return: wanted }} state={{ email }}>
          {texts.backToSignIn}
        </TextLink>
      </p>
    </MailedCodePage>
  )
}

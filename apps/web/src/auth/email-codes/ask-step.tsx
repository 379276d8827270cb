import { askForCode } from '@latchkey/contracts/auth/email-codes'
import { pages } from '@latchkey/contracts/pages'
import { useState } from 'react'
import { useLocation, useRouter } from '../../platform/router/use-router.ts'
import { Button } from '../../platform/ui/button.tsx'
import { EmailField } from '../../platform/ui/email-field.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { KeepSignedIn } from '../sign-in/keep-signed-in.tsx'
import { readKnownAddress } from '../sign-in/known-person.ts'
import { codeErrors } from './code-errors.ts'
import { useAskForCode } from './queries.ts'

const introId = 'email-code-intro'

/** Asks where to send the code. */
export function AskStep({ email }: { email: string | undefined }) {
  const words = useWords()
  const { emailCode: texts, ui } = words
  const router = useRouter()
  const { search } = useLocation()
  const wanted = new URLSearchParams(search).get('return') ?? undefined
  const [isKnown] = useState(() => readKnownAddress() !== undefined)
  const ask = useAskForCode()
  const form = useForm({
    labels: { email: ui.email },
    schema: askForCode.body,
    read: form => ({ email: String(form.get('email')), remember: form.has('remember') }),
    async send(typed) {
      const asked = await ask.mutateAsync(typed)
      await router.navigate({ to: pages.emailCode + search, state: { mailed: asked.email } })
    },
    errorsOf: error => codeErrors(words, error),
  })
  return (
    <NarrowPage title={texts.title} describedBy={introId}>
      <Form form={form} introId={introId} intro={texts.intro} className="mt-2">
        <EmailField label={ui.email} autoComplete="username" defaultValue={email} error={form.errors?.fields.email} />
        <KeepSignedIn defaultChecked={isKnown} />
        <Button type="submit" look="main" busy={form.busy} working={texts.sending} className="mt-3 h-12 w-full">
          {texts.send}
        </Button>
      </Form>
      <p className="mt-6 border-t border-line pt-2 text-small">
        <TextLink to={pages.login} search={{ return: wanted }} state={{ ...(email && { email }) }}>
          {texts.backToSignIn}
        </TextLink>
      </p>
    </NarrowPage>
  )
}

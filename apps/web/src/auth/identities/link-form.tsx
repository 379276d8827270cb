import { linkAtSignIn, linkOptions } from '@latchkey/contracts/auth/identities'
import type { SentInput } from '@latchkey/contracts/endpoint'
import type { Words } from '@latchkey/contracts/words/web'
import type { ReactNode } from 'react'
import { call } from '../../platform/api-client.ts'
import { Button } from '../../platform/ui/button.tsx'
import { CodeField } from '../../platform/ui/code-field.tsx'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { PasswordField } from '../../platform/ui/password-field.tsx'
import { useForm, usualErrors } from '../../platform/ui/use-form.ts'
import { UsernameInput } from '../../platform/ui/username-input.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { getPasskey, isDeclined } from '../passkeys/browser.ts'
import { passkeyRefusal } from '../passkeys/refused.ts'
import { hasCode } from '../second-step/factor-errors.ts'
import type { KeptLink } from './kept-link.ts'

export type LinkWay = KeptLink['methods'][number]
/** What proves the account. */
export type LinkProof = Omit<SentInput<typeof linkAtSignIn>, 'challenge'>

interface Props {
  way: LinkWay
  intro: ReactNode
  button: string
  introId: string
  email: string
  challenge: string
  send: (proof: LinkProof) => Promise<unknown>
  /** Called when the sign-in has expired. */
  onEnded: () => void
}

/** One way to prove the account. After a wrong proof or an outage the same sign-in goes on. */
export function LinkForm({ way, button, intro, introId, email, challenge, send, onEnded }: Props) {
  const words = useWords()
  const { withProvider, ui } = words
  const form = useForm({
    labels: { password: ui.password, code: words.emailCode.code },
    // A passkey is asked for only when the form is sent.
    ...(way !== 'passkey' && { schema: linkAtSignIn.body }),
    read: form =>
      way === 'password'
        ? { challenge, password: String(form.get('password')) }
        : { challenge, ...(way === 'code' && { code: String(form.get('code')) }) },
    async send({ challenge: _, ...typed }) {
      const isPasskey = way === 'passkey'
      await send(isPasskey ? { credential: await askForPasskey(challenge) } : typed)
    },
    errorsOf(error) {
      if (!hasCode(error, 'invalid_challenge')) return linkErrors(words, error)
      onEnded()
      return undefined
    },
  })
  const { fields } = form.errors ?? {}
  return (
    <Form form={form} intro={intro} introId={introId} className="mt-2">
      {way === 'password' && (
        <>
          <UsernameInput form="link" address={email} />
          <PasswordField
            label={ui.password}
            name="password"
            data-start=""
            autoComplete="current-password"
            error={fields?.password}
          />
        </>
      )}
      {way === 'code' && (
        <CodeField
          label={words.emailCode.code}
          name="code"
          error={fields?.code}
          busy={form.busy}
          describedBy={introId}
        />
      )}
      <Button type="submit" look="main" busy={form.busy} working={withProvider.working} className="mt-3 h-12 w-full">
        {button}
      </Button>
    </Form>
  )
}

const askForPasskey = async (challenge: string) => getPasskey((await call(linkOptions, { challenge })).data.options)

/** A refused proof: beside its field, if it has one. */
function linkErrors({ withProvider, emailCode, secondStep }: Words, error: unknown): Errors {
  if (hasCode(error, 'invalid_credentials')) return { fields: { password: withProvider.wrongPassword } }
  if (hasCode(error, 'invalid_code')) return { fields: { code: emailCode.wrong } }
  const sentence = isDeclined(error) ? secondStep.declined : passkeyRefusal(error, secondStep.wrong.passkey)
  return sentence === undefined ? usualErrors(error) : { fields: {}, sentence }
}

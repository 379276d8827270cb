import { SignUp } from '@latchkey/contracts/auth/sign-up'
import { pages } from '@latchkey/contracts/pages'
import { useState } from 'react'
import { useRouter } from '../../platform/router/use-router.ts'
import { Button } from '../../platform/ui/button.tsx'
import { compared } from '../../platform/ui/compared.ts'
import { EmailField } from '../../platform/ui/email-field.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { NewPasswordField } from '../../platform/ui/new-password-field.tsx'
import { TextField } from '../../platform/ui/text-field.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { Providers } from '../identities/providers.tsx'
import { usePasskeySupport } from '../passkeys/support.ts'
import { useSignUp } from './queries.ts'

const introId = 'sign-up-intro'

export function SignUpStep({ email }: { email: string | undefined }) {
  const { signUp: words, signUpByPasskey, ui } = useWords()
  const labels = { name: words.name, email: ui.email, password: ui.password }
  const router = useRouter()
  const signUp = useSignUp()
  const isSupported = usePasskeySupport()
  const [wantsPasskey, setWantsPasskey] = useState(false)
  const form = useForm({
    labels,
    schema: SignUp,
    read(form) {
      const name = String(form.get('name')).trim()
      const password = !wantsPasskey && { password: String(form.get('password')) }
      return { email: String(form.get('email')), ...password, ...(name && { name }) }
    },
    async send(typed) {
      const address = await signUp.mutateAsync(typed)
      await router.navigate({ to: pages.signUp, state: { unproven: address, mailed: address } })
    },
  })
  const { fields } = form.errors ?? {}
  return (
    <NarrowPage title={words.title} describedBy={introId}>
      <Form
        form={compared(form, 'password', ['name', 'email'])}
        introId={introId}
        intro={wantsPasskey ? signUpByPasskey.intro : words.intro}
        className="mt-2"
      >
        <TextField label={labels.name} name="name" autoComplete="name" error={fields?.name} />
        <EmailField label={labels.email} autoComplete="username" defaultValue={email} error={fields?.email} />
        {!wantsPasskey && (
          <NewPasswordField
            label={labels.password}
            name="password"
            error={fields?.password}
            context={{ inputs: ['name', 'email'] }}
          />
        )}
        <Button type="submit" look="main" busy={form.busy} working={words.working} className="h-12 w-full">
          {words.button}
        </Button>
      </Form>
      {isSupported && (
        <Button
          className="mt-3 h-12 w-full"
          onClick={() => {
            form.clear()
            setWantsPasskey(!wantsPasskey)
          }}
        >
          {wantsPasskey ? signUpByPasskey.withPassword : signUpByPasskey.instead}
        </Button>
      )}
      <p className="mt-6 flex flex-wrap items-center gap-x-1.5 border-t border-line pt-2 text-small text-soft">
        {words.hasAccount} <TextLink to={pages.login}>{words.signIn}</TextLink>
      </p>
      <Providers />
    </NarrowPage>
  )
}

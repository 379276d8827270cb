import { Credentials } from '@latchkey/contracts/auth/sign-in'
import { Button } from '../../platform/ui/button.tsx'
import { Checkbox } from '../../platform/ui/checkbox.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { formatTimeSpan } from '../../platform/ui/format-time-span.ts'
import { PasswordField } from '../../platform/ui/password-field.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useLocale, useWords } from '../../platform/words/use-words.ts'
import { AddressField } from './address-field.tsx'
import { useRememberedSeconds, useSignIn } from './queries.ts'
import { signInErrors } from './sign-in-errors.tsx'

interface Props {
  /** Shown in place of the summary while nothing is wrong. */
  intro: string
  introId: string
  /** The address, if it is known from the page before. */
  email: string | undefined
  /** The address that this browser knows. */
  known: string | undefined
  onNotYou: () => void
  /** `isFinished` is false if a second factor is needed first. */
  onSignedIn: (isFinished: boolean) => Promise<void>
}

export function SignInForm({ intro, introId, email, known, onNotYou, onSignedIn }: Props) {
  const { ui, signIn: words } = useWords()
  const labels = { email: ui.email, password: ui.password }
  const signIn = useSignIn()
  const locale = useLocale()
  const seconds = useRememberedSeconds()
  const form = useForm({
    labels,
    schema: Credentials,
    read: form => ({
      email: String(form.get('email')),
      password: String(form.get('password')),
      remember: form.has('remember'),
    }),
    async send(typed) {
      await onSignedIn(await signIn(typed))
    },
    errorsOf: error => signInErrors(words, error),
  })
  return (
    <Form form={form} intro={intro} introId={introId} className="mt-2">
      <AddressField email={email} known={known} onNotYou={onNotYou} error={form.errors?.fields.email} />
      <PasswordField
        label={labels.password}
        name="password"
        autoComplete="current-password"
        error={form.errors?.fields.password}
      />
      <Checkbox key={known} name="remember" defaultChecked={known !== undefined}>
        <span>{seconds ? ui.keepSignedInFor(formatTimeSpan(locale, seconds)) : ui.keepSignedIn}</span>
      </Checkbox>
      <Button type="submit" look="main" busy={form.busy} working={words.working} className="mt-3 h-12 w-full">
        {words.button}
      </Button>
    </Form>
  )
}

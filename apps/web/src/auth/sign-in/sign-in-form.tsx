import { Address, Credentials } from '@latchkey/contracts/auth/sign-in'
import { pages } from '@latchkey/contracts/pages'
import type { ComponentProps, ReactNode } from 'react'
import { useLocation } from '../../platform/router/use-router.ts'
import { Button } from '../../platform/ui/button.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { PasswordField } from '../../platform/ui/password-field.tsx'
import { inputId } from '../../platform/ui/text-field.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { Providers } from '../identities/providers.tsx'
import { PasskeyButton } from '../passkeys/passkey-button.tsx'
import { AddressField } from './address-field.tsx'
import { KeepSignedInFor } from './keep-signed-in.tsx'
import { useSignIn, useSignInOptions } from './queries.ts'
import { signInErrors } from './sign-in-errors.tsx'
import { TypedAddressLink } from './typed-address-link.tsx'
import type { Step } from './use-step.ts'

interface Props {
  /** Shown in place of the summary while nothing is wrong. */
  intro: ReactNode
  introId: string
  step: Step
  /** `isFinished` is false if a second factor is needed first. */
  onSignedIn: (isFinished: boolean) => Promise<void>
}

export function SignInForm({ intro, introId, step, onSignedIn }: Props) {
  const { ui, signIn: words } = useWords()
  const { email, isKnown, asksPassword, goOn } = step
  const labels = { email: ui.email, password: ui.password }
  const { search } = useLocation()
  const options = useSignInOptions()
  const signIn = useSignIn()
  const form = useForm({
    labels,
    schema: asksPassword ? Credentials : Address,
    read: form => ({
      email: String(form.get('email')),
      password: String(form.get('password')),
      remember: form.has('remember'),
    }),
    async send(typed) {
      if (asksPassword) await onSignedIn(await signIn(typed))
      else await goOn(typed.email)
    },
    errorsOf: error => signInErrors(words, error),
  })
  useHeadingFocus(email, () => {
    form.clear()
    document.getElementById(inputId(email === undefined ? 'email' : 'password'))?.focus()
  })
  return (
    <>
      <Form form={form} intro={intro} introId={introId} className="mt-2">
        <AddressField step={step} error={form.errors?.fields.email} />
        {asksPassword && (
          <PasswordField
            // Another person starts with an empty one.
            key={email}
            label={labels.password}
            name="password"
            autoComplete="current-password"
            error={form.errors?.fields.password}
            beside={
              // Large enough to touch, in the space above the label.
              <TypedAddressLink to={pages.forgot} className="-mt-5 inline-block pt-5 pb-1.5">
                {words.forgot}
              </TypedAddressLink>
            }
          />
        )}
        {/* On both steps, because a passkey signs in from the first. */}
        <KeepSignedInFor key={String(isKnown)} seconds={options?.rememberedSeconds} defaultChecked={isKnown} />
        <Button
          type="submit"
          look="main"
          // The first step waits for nothing.
          busy={asksPassword && form.busy}
          working={words.working}
          className="mt-3 h-12 w-full"
        >
          {asksPassword ? words.button : words.next}
        </Button>
      </Form>
      <PasskeyButton onSignedIn={() => onSignedIn(true)} />
      <ul className="mt-5 text-small text-soft">
        {email === undefined && (
          <Way to={pages.signUp} before={words.newHere}>
            {words.signUp}
          </Way>
        )}
        {/* Below, because it comes with the server's answer, and may move nothing. */}
        {asksPassword && options?.emailCode && (
          <Way to={`${pages.emailCode}${search}`} before={words.noPassword}>
            {words.emailCode}
          </Way>
        )}
        {form.errors?.about && (
          <Way to={pages.signUp} resumes before={words.noMail}>
            {words.sendAgain}
          </Way>
        )}
      </ul>
      <Providers />
    </>
  )
}

interface WayProps extends ComponentProps<typeof TypedAddressLink> {
  before: string
}

const Way = ({ before, ...link }: WayProps) => (
  <li className="flex flex-wrap items-center gap-x-1.5">
    {before} <TypedAddressLink {...link} className="inline-flex min-h-11 items-center" />
  </li>
)

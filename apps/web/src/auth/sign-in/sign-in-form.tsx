import { Credentials } from '@latchkey/contracts/auth/sign-in'
import { pages } from '@latchkey/contracts/pages'
import type { ComponentProps } from 'react'
import { useLocation } from '../../platform/router/use-router.ts'
import { Button } from '../../platform/ui/button.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { PasswordField } from '../../platform/ui/password-field.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { PasskeyButton } from '../passkeys/passkey-button.tsx'
import { AddressField } from './address-field.tsx'
import { KeepSignedInFor } from './keep-signed-in.tsx'
import { useSignIn, useSignInOptions } from './queries.ts'
import { signInErrors } from './sign-in-errors.tsx'
import { TypedAddressLink } from './typed-address-link.tsx'

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
  const { search } = useLocation()
  const options = useSignInOptions()
  const signIn = useSignIn()
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
    <>
      <Form form={form} intro={intro} introId={introId} className="mt-2">
        <AddressField email={email} known={known} onNotYou={onNotYou} error={form.errors?.fields.email} />
        <PasswordField
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
        <KeepSignedInFor key={known} seconds={options?.rememberedSeconds} defaultChecked={known !== undefined} />
        <Button type="submit" look="main" busy={form.busy} working={words.working} className="mt-3 h-12 w-full">
          {words.button}
        </Button>
      </Form>
      <PasskeyButton onSignedIn={() => onSignedIn(true)} />
      <ul className="mt-5 text-small text-soft">
        <Way to={pages.signUp} before={words.newHere}>
          {words.signUp}
        </Way>
        <Way to={pages.signUp} checkAddress={() => form.check('email')} before={words.noMail}>
          {words.sendAgain}
        </Way>
        {/* The last, because it comes with the server's answer, and may move nothing. */}
        {options?.emailCode && (
          <Way to={`${pages.emailCode}${search}`} before={words.noPassword}>
            {words.emailCode}
          </Way>
        )}
      </ul>
    </>
  )
}

interface WayProps extends ComponentProps<typeof TypedAddressLink> {
  before?: string
}

const Way = ({ before, ...link }: WayProps) => (
  <li className="flex flex-wrap items-center gap-x-1.5">
    {before} <TypedAddressLink {...link} className="inline-flex min-h-11 items-center" />
  </li>
)

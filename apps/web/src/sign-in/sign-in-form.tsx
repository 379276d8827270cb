import { fieldsOf } from '@latchkey/contracts/fields'
import { Credentials } from '@latchkey/contracts/sign-in'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { ErrorSummary, type Errors } from '../ui/error-summary.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useSignIn } from './queries.ts'
import { errorsOf } from './sign-in-errors.ts'

interface Props {
  /** What stands in the place of the summary while nothing is wrong. */
  intro: string
  introId: string
  onSignedIn: () => void
}

/** The inputs keep what was typed, by themselves, whatever comes of an attempt: nobody should type it twice. */
export function SignInForm({ intro, introId, onSignedIn }: Props) {
  const [errors, setErrors] = useState<Errors>()
  const summary = useRef<HTMLDivElement>(null)
  const signIn = useSignIn()
  // Set at once, where `isPending` comes with the next render: a double click must not sign in twice.
  const underWay = useRef(false)

  useEffect(() => {
    if (errors) summary.current?.focus()
  }, [errors])

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (underWay.current) return
    const form = new FormData(event.currentTarget)
    const typed = {
      email: String(form.get('email')),
      password: String(form.get('password')),
      remember: form.has('remember'),
    }
    const checked = Credentials.safeParse(typed)
    if (!checked.success) return setErrors({ fields: fieldsOf(checked.error) })
    underWay.current = true
    try {
      await signIn.mutateAsync(typed)
      onSignedIn()
    } catch (error) {
      setErrors(errorsOf(error))
    } finally {
      underWay.current = false
    }
  }

  return (
    <form noValidate onSubmit={submit} method="post" className="mt-2">
      <ErrorSummary ref={summary} errors={errors} labels={labels} intro={intro} introId={introId} />
      <TextField
        label={labels.email}
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        error={errors?.fields.email}
      />
      <PasswordField
        label={labels.password}
        name="password"
        autoComplete="current-password"
        error={errors?.fields.password}
      />
      <Checkbox name="remember">Keep me signed in</Checkbox>
      <Button type="submit" look="main" busy={signIn.isPending} working="Signing in…" className="mt-3 h-12 w-full">
        Sign in
      </Button>
    </form>
  )
}

const labels = { email: 'Email address', password: 'Password' }

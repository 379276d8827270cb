import { confirm } from '@latchkey/contracts/auth/sign-in'
import { useId, useRef } from 'react'
import { ApiError, unauthenticated } from '../../platform/api-errors.ts'
import { Button } from '../../platform/ui/button.tsx'
import { Checkbox } from '../../platform/ui/checkbox.tsx'
import { DialogFrame } from '../../platform/ui/dialog-frame.tsx'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { PasswordField } from '../../platform/ui/password-field.tsx'
import { TextField } from '../../platform/ui/text-field.tsx'
import { useForm, usualErrors } from '../../platform/ui/use-form.ts'
import { signedOutSentence } from './end-reasons.ts'
import type { SessionEnd } from './machine.ts'
import { useConfirm, useSignInAgain } from './prove-again.ts'

interface Props {
  open: boolean
  /** How the session ended, if it did. Then the password signs in again. */
  ended: SessionEnd | undefined
  email: string
  onGiven: () => void
  onClose: () => void
}

/** Asks for the password in a dialog. The page below stays as it is. */
export function PasswordDialog({ open, ended, email, onGiven, onClose }: Props) {
  const signInAgain = useSignInAgain()
  const confirmation = useConfirm()
  const introId = useId()
  const password = useRef<HTMLInputElement>(null)
  const form = useForm({
    labels: { password: 'Password' },
    schema: confirm.body,
    read: form => ({ password: String(form.get('password')), remember: form.has('remember') }),
    async send(typed) {
      if (ended) await signInAgain.mutateAsync({ email, ...typed })
      else {
        await confirmation.mutateAsync(typed.password)
        onGiven()
      }
    },
    errorsOf: errorsFor,
  })
  return (
    <DialogFrame
      open={open}
      busy={form.busy}
      title={ended ? 'Sign in again' : 'Your password once more'}
      describedBy={introId}
      initialFocus={password}
      onClose={onClose}
    >
      <Form
        form={form}
        introId={introId}
        intro={
          ended
            ? `${signedOutSentence(ended, true)} What you have typed on this page is kept.`
            : 'What you are about to do needs it. Once given, it is enough for ten minutes.'
        }
        className="mt-2"
      >
        <TextField
          label="Email address"
          name="username"
          autoComplete="username"
          value={email}
          readOnly
          error={undefined}
        />
        <PasswordField
          ref={password}
          label="Password"
          name="password"
          autoComplete="current-password"
          error={form.errors?.fields.password}
        />
        {ended && <Checkbox name="remember">Keep me signed in</Checkbox>}
        <div className="mt-2 flex flex-wrap justify-end gap-3">
          <Button onClick={onClose} aria-disabled={form.busy}>
            {ended ? 'Leave this page' : 'Cancel'}
          </Button>
          <Button type="submit" look="main" busy={form.busy} working={ended ? 'Signing in…' : 'Confirming…'}>
            {ended ? 'Sign in' : 'Confirm'}
          </Button>
        </div>
      </Form>
    </DialogFrame>
  )
}

function errorsFor(error: unknown): Errors {
  if (unauthenticated(error))
    return { fields: {}, sentence: 'Your session has ended meanwhile: the password signs you in again.' }
  const errors = usualErrors(error)
  // A sign-in does not say whether address or password is wrong. Here the address is known to be right.
  const isRefused = error instanceof ApiError && error.problem.code === 'invalid_credentials'
  return isRefused ? { fields: { password: 'This is not your password.', ...errors.fields } } : errors
}

import { Credentials } from '@latchkey/contracts/auth/sign-in'
import type { SecondStep } from '@latchkey/contracts/auth/signed-in'
import type { Words } from '@latchkey/contracts/words/web'
import { type ReactNode, useEffect } from 'react'
import { ApiError, unauthenticated } from '../../platform/api-errors.ts'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { PasswordField } from '../../platform/ui/password-field.tsx'
import { useForm, usualErrors } from '../../platform/ui/use-form.ts'
import { UsernameInput } from '../../platform/ui/username-input.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { KeepSignedIn } from '../sign-in/keep-signed-in.tsx'
import { ProofButtons } from './proof-buttons.tsx'
import { useConfirm, useSignInAgain } from './prove-again.ts'

interface Props {
  intro: ReactNode
  introId: string
  email: string
  /** Whether the session has ended. Otherwise the password only confirms it. */
  signsIn: boolean
  /** With the second step, if the sign-in needs one. */
  onGiven: (step?: SecondStep) => void
  onBusy: (busy: boolean) => void
  onClose: () => void
}

export function PasswordProofForm({ intro, introId, email, signsIn, onGiven, onBusy, onClose }: Props) {
  const words = useWords()
  const { ui } = words
  const signInAgain = useSignInAgain()
  const confirmation = useConfirm()
  const form = useForm({
    labels: { password: ui.password },
    schema: Credentials,
    read: form => ({ email, password: String(form.get('password')), remember: form.has('remember') }),
    async send(typed) {
      if (!signsIn) {
        await confirmation.mutateAsync({ password: typed.password })
        return onGiven()
      }
      const step = await signInAgain.mutateAsync(typed)
      if (step) onGiven(step)
    },
    errorsOf: error => errorsFor(words, error),
  })
  useEffect(() => onBusy(form.busy), [onBusy, form.busy])
  return (
    <Form form={form} introId={introId} intro={intro} className="mt-2">
      <UsernameInput form="proof" address={email} />
      <PasswordField
        label={ui.password}
        name="password"
        autoComplete="current-password"
        error={form.errors?.fields.password}
      />
      {signsIn && <KeepSignedIn />}
      <ProofButtons busy={form.busy} signsIn={signsIn} onClose={onClose} />
    </Form>
  )
}

function errorsFor({ proof: words }: Words, error: unknown): Errors {
  if (unauthenticated(error)) return { fields: {}, sentence: words.sessionEnded }
  const errors = usualErrors(error)
  // A sign-in does not say whether address or password is wrong. Here the address is known to be right.
  const isRefused = error instanceof ApiError && error.problem.code === 'invalid_credentials'
  return isRefused ? { fields: { password: words.notYourPassword, ...errors.fields } } : errors
}

import { confirm } from '@latchkey/contracts/auth/sign-in'
import type { Words } from '@latchkey/contracts/words/web'
import { useId, useRef } from 'react'
import { ApiError, unauthenticated } from '../../platform/api-errors.ts'
import { Button } from '../../platform/ui/button.tsx'
import { DialogFrame } from '../../platform/ui/dialog-frame.tsx'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { PasswordField } from '../../platform/ui/password-field.tsx'
import { TextField } from '../../platform/ui/text-field.tsx'
import { useForm, usualErrors } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { KeepSignedIn } from '../sign-in/keep-signed-in.tsx'
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
  const words = useWords()
  const { account, ui } = words
  const signInAgain = useSignInAgain()
  const confirmation = useConfirm()
  const introId = useId()
  const password = useRef<HTMLInputElement>(null)
  const form = useForm({
    labels: { password: ui.password },
    schema: confirm.body,
    read: form => ({ password: String(form.get('password')), remember: form.has('remember') }),
    async send(typed) {
      if (ended) await signInAgain.mutateAsync({ email, ...typed })
      else {
        await confirmation.mutateAsync(typed.password)
        onGiven()
      }
    },
    errorsOf: error => errorsFor(account, error),
  })
  return (
    <DialogFrame
      open={open}
      busy={form.busy}
      title={ended ? account.againTitle : account.confirmTitle}
      describedBy={introId}
      initialFocus={password}
      onClose={onClose}
    >
      <Form
        form={form}
        introId={introId}
        intro={ended ? account.againIntro(signedOutSentence(words.session, ended, true) ?? '') : account.confirmIntro}
        className="mt-2"
      >
        <TextField label={ui.email} name="username" autoComplete="username" value={email} readOnly error={undefined} />
        <PasswordField
          ref={password}
          label={ui.password}
          name="password"
          autoComplete="current-password"
          error={form.errors?.fields.password}
        />
        {ended && <KeepSignedIn />}
        <div className="mt-2 flex flex-wrap justify-end gap-3">
          <Button onClick={onClose} aria-disabled={form.busy}>
            {ended ? account.leave : ui.cancel}
          </Button>
          <Button type="submit" look="main" busy={form.busy} working={ended ? account.signingIn : account.confirming}>
            {ended ? account.signIn : account.confirm}
          </Button>
        </div>
      </Form>
    </DialogFrame>
  )
}

function errorsFor(words: Words['account'], error: unknown): Errors {
  if (unauthenticated(error)) return { fields: {}, sentence: words.sessionEnded }
  const errors = usualErrors(error)
  // A sign-in does not say whether address or password is wrong. Here the address is known to be right.
  const isRefused = error instanceof ApiError && error.problem.code === 'invalid_credentials'
  return isRefused ? { fields: { password: words.notYourPassword, ...errors.fields } } : errors
}

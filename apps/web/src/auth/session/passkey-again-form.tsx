import type { Words } from '@latchkey/contracts/words/web'
import { type ReactNode, useEffect } from 'react'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { useForm, usualErrors } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { isDeclined } from '../passkeys/browser.ts'
import { passkeyRefusal } from '../passkeys/refused.ts'
import { KeepSignedIn } from '../sign-in/keep-signed-in.tsx'
import { ProofButtons } from './proof-buttons.tsx'
import { usePasskeyAgain } from './prove-again.ts'

interface Props {
  intro: ReactNode
  introId: string
  onBusy: (busy: boolean) => void
  onClose: () => void
}

/** Signs in again with a passkey. The browser asks for it in a dialog of its own. */
export function PasskeyAgainForm({ intro, introId, onBusy, onClose }: Props) {
  const words = useWords()
  const signInAgain = usePasskeyAgain()
  const form = useForm({
    labels: {},
    read: form => form.has('remember'),
    send: remember => signInAgain.mutateAsync(remember),
    errorsOf: error => errorsFor(words, error),
  })
  useEffect(() => onBusy(form.busy), [onBusy, form.busy])
  return (
    <Form form={form} introId={introId} intro={intro} className="mt-2">
      <KeepSignedIn />
      <ProofButtons busy={form.busy} signsIn onClose={onClose} />
    </Form>
  )
}

function errorsFor({ secondStep }: Words, error: unknown): Errors {
  const sentence = isDeclined(error) ? secondStep.declined : passkeyRefusal(error, secondStep.wrong.passkey)
  return sentence === undefined ? usualErrors(error) : { fields: {}, sentence }
}

import type { Words } from '@latchkey/contracts/words/web'
import { Button } from '../../platform/ui/button.tsx'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { isDeclined } from '../passkeys/browser.ts'
import { hasCode } from '../second-step/factor-errors.ts'
import { useSignUpWithPasskey } from './queries.ts'

interface Props {
  proof: { code: string } | { token: string }
  introId: string
  onMade: (made: { codes: readonly string[]; isSignedIn: boolean }) => void
  errorsOf: (error: unknown) => Errors | undefined
}

/** Creates the account of a proven address with a passkey. The browser asks for it in a dialog of its own. */
export function CreateFirstPasskeyForm({ proof, introId, onMade, errorsOf }: Props) {
  const { signUpByPasskey: words } = useWords()
  const signUp = useSignUpWithPasskey()
  const form = useForm({
    labels: {},
    read: () => proof,
    send: async proof => onMade(await signUp.mutateAsync(proof)),
    errorsOf: error => passkeyErrors(words, error) ?? errorsOf(error),
  })
  return (
    <Form form={form} introId={introId} intro={words.explain} className="mt-2">
      <Button type="submit" look="main" busy={form.busy} working={words.creating} className="h-12 w-full">
        {words.create}
      </Button>
    </Form>
  )
}

function passkeyErrors(words: Words['signUpByPasskey'], error: unknown): Errors | undefined {
  if (isDeclined(error)) return { fields: {}, sentence: words.declined }
  // The next try gets a new challenge. If the sign-up ended meanwhile, that one says so.
  if (hasCode(error, 'invalid_challenge')) return { fields: {}, sentence: words.expired }
  return hasCode(error, 'invalid_factor') ? { fields: {}, sentence: words.refused } : undefined
}

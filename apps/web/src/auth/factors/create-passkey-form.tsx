import { addTotp } from '@latchkey/contracts/auth/factors'
import type { Words } from '@latchkey/contracts/words/web'
import { Button } from '../../platform/ui/button.tsx'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { accountErrors } from '../account/account-errors.ts'
import { isDeclined, isThereAlready } from '../passkeys/browser.ts'
import { hasCode } from '../second-step/factor-errors.ts'
import { FactorNameField } from './factor-name-field.tsx'
import { useAddPasskey } from './queries.ts'

/** Lets the browser make a passkey. It asks the person in a dialog of its own. */
export function CreatePasskeyForm({ onAdded }: { onAdded: (recoveryCodes: readonly string[] | undefined) => void }) {
  const words = useWords()
  const { factors } = words
  const add = useAddPasskey()
  const form = useForm({
    labels: { name: factors.name },
    // The same rule, and the rest of a passkey comes from the browser.
    schema: addTotp.body,
    read: form => ({ name: String(form.get('name')).trim() || undefined }),
    send: async ({ name }) => onAdded(await add.mutateAsync(name)),
    errorsOf: error => passkeyErrors(words, error),
  })
  return (
    <>
      <PageIntro>{factors.passkeyIntro}</PageIntro>
      <Form form={form} intro={null} className="max-w-[24rem]">
        <FactorNameField error={form.errors?.fields.name} hint={factors.passkeyNameHint} />
        <Button type="submit" look="main" busy={form.busy} working={factors.creating} className="w-full sm:w-auto">
          {factors.createPasskey}
        </Button>
      </Form>
    </>
  )
}

function passkeyErrors({ factors: words, secondStep }: Words, error: unknown): Errors | undefined {
  if (isDeclined(error)) return { fields: {}, sentence: words.passkeyDeclined }
  if (isThereAlready(error)) return { fields: {}, sentence: words.passkeyThere }
  // The next try gets a new challenge.
  if (hasCode(error, 'invalid_challenge')) return { fields: {}, sentence: secondStep.late }
  return hasCode(error, 'invalid_factor') ? { fields: {}, sentence: words.passkeyRefused } : accountErrors(error)
}

import { verify as endpoint } from '@latchkey/contracts/auth/sign-up'
import { Button } from '../../platform/ui/button.tsx'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NewPasswordField } from '../../platform/ui/new-password-field.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { UsernameInput } from '../../platform/ui/username-input.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { useVerify } from './queries.ts'

interface Props {
  proof: { code: string } | { token: string }
  /** For password managers. */
  address: string | undefined
  intro: string
  introId: string
  onDone: (isSignedIn: boolean) => void
  errorsOf: (error: unknown) => Errors | undefined
}

/** Creates the account of a proven address with a password. */
export function ChoosePasswordForm({ proof, address, intro, introId, onDone, errorsOf }: Props) {
  const { signUp: words } = useWords()
  const labels = { password: words.newPassword }
  const verify = useVerify()
  const form = useForm({
    labels,
    schema: endpoint.body,
    read: form => ({ ...proof, password: String(form.get('password')) }),
    send: async typed => onDone(await verify.mutateAsync(typed)),
    errorsOf,
  })
  return (
    <Form form={form} introId={introId} intro={intro} className="mt-2">
      {address && <UsernameInput form="verify" address={address} />}
      <NewPasswordField
        label={labels.password}
        name="password"
        error={form.errors?.fields.password}
        context={{ words: address ? [address] : [] }}
      />
      <Button type="submit" look="main" busy={form.busy} working={words.confirming} className="h-12 w-full">
        {words.finish}
      </Button>
    </Form>
  )
}

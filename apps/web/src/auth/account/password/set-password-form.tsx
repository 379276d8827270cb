import { setPassword } from '@latchkey/contracts/auth/passkeys'
import type { User } from '@latchkey/contracts/auth/users'
import { Form } from '../../../platform/ui/form.tsx'
import { NewPasswordField } from '../../../platform/ui/new-password-field.tsx'
import { UsernameInput } from '../../../platform/ui/username-input.tsx'
import { useWords } from '../../../platform/words/use-words.ts'
import { hasCode } from '../../second-step/factor-errors.ts'
import { accountErrors } from '../account-errors.ts'
import { SaveButton } from '../save-button.tsx'
import { useSectionForm } from '../use-section-form.ts'
import { useSetPassword } from './changes.ts'

interface Props {
  user: User
  /** With a sentence about it. */
  onSet: (news: string) => void
}

/** Sets a password for a person who signs in with a passkey alone. */
export function SetPasswordForm({ user, onSet }: Props) {
  const { account, withoutPassword: words } = useWords()
  const labels = { newPassword: account.newPassword }
  const set = useSetPassword()
  const form = useSectionForm({
    labels,
    schema: setPassword.body,
    read: form => ({ newPassword: String(form.get('newPassword')) }),
    changes: ({ newPassword }) => newPassword !== '',
    send: async typed => onSet(words.set(await set.mutateAsync(typed))),
    errorsOf(error) {
      if (!hasCode(error, 'invalid_credentials')) return accountErrors(error)
      // Set in another tab, so this form goes.
      onSet(words.thereAlready)
      return undefined
    },
  })
  return (
    <Form form={form} intro={words.setIntro}>
      <UsernameInput form="password" address={user.email} />
      <NewPasswordField
        label={labels.newPassword}
        name="newPassword"
        error={form.errors?.fields.newPassword}
        context={{ words: [user.email, user.name ?? ''] }}
      />
      <SaveButton form={form} working={words.setting}>
        {words.setPassword}
      </SaveButton>
    </Form>
  )
}

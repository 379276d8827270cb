import { changePassword } from '@latchkey/contracts/auth/account'
import type { User } from '@latchkey/contracts/auth/users'
import { useState } from 'react'
import { compared } from '../../../platform/ui/compared.ts'
import { Form } from '../../../platform/ui/form.tsx'
import { NewPasswordField } from '../../../platform/ui/new-password-field.tsx'
import { News } from '../../../platform/ui/news.tsx'
import { PasswordField } from '../../../platform/ui/password-field.tsx'
import { UsernameInput } from '../../../platform/ui/username-input.tsx'
import { useWords } from '../../../platform/words/use-words.ts'
import { SaveButton } from '../save-button.tsx'
import { useSectionForm } from '../use-section-form.ts'
import { useChangePassword } from './changes.ts'

/** Replaces the password. The old one proves that the person may. */
export function ChangePasswordForm({ user }: { user: User }) {
  const { account: words } = useWords()
  const labels = { currentPassword: words.currentPassword, newPassword: words.newPassword }
  // Used as a key: each change of the password resets the inputs and the hint.
  const [changes, setChanges] = useState(0)
  const change = useChangePassword()
  const form = useSectionForm({
    labels,
    schema: changePassword.body,
    read: form => ({
      currentPassword: String(form.get('currentPassword')),
      newPassword: String(form.get('newPassword')),
    }),
    // Browsers fill in the current one by themselves.
    changes: ({ newPassword }) => newPassword !== '',
    async send(typed) {
      const revoked = await change.mutateAsync(typed)
      setChanges(changes + 1)
      return words.passwordChanged(revoked)
    },
  })
  const { fields } = form.errors ?? {}
  return (
    <Form form={compared(form, 'newPassword', ['currentPassword'])} intro={words.passwordIntro}>
      <UsernameInput form="password" address={user.email} />
      <PasswordField
        key={`current ${changes}`}
        label={labels.currentPassword}
        name="currentPassword"
        autoComplete="current-password"
        error={fields?.currentPassword}
      />
      <NewPasswordField
        key={`new ${changes}`}
        label={labels.newPassword}
        name="newPassword"
        error={fields?.newPassword}
        context={{ words: [user.email, user.name ?? ''] }}
      />
      <SaveButton form={form} working={words.changing}>
        {words.changePassword}
      </SaveButton>
      <News>{form.news}</News>
    </Form>
  )
}

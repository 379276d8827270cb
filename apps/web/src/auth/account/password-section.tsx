import { changePassword } from '@latchkey/contracts/auth/account'
import type { User } from '@latchkey/contracts/auth/users'
import { useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NewPasswordField } from '../../platform/ui/new-password-field.tsx'
import { News } from '../../platform/ui/news.tsx'
import { PasswordField } from '../../platform/ui/password-field.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { accountErrors } from './account-errors.ts'
import { useChangePassword } from './changes.ts'
import { Section } from './section.tsx'

const labels = { currentPassword: 'Current password', newPassword: 'New password' }

export function PasswordSection({ user }: { user: User }) {
  // Used as a key: each change of the password resets the inputs and the hint.
  const [changes, setChanges] = useState(0)
  const change = useChangePassword()
  const form = useForm({
    labels,
    schema: changePassword.body,
    read: form => ({
      currentPassword: String(form.get('currentPassword')),
      newPassword: String(form.get('newPassword')),
    }),
    async send(typed) {
      const revoked = await change.mutateAsync(typed)
      setChanges(changes + 1)
      return `Your password is changed.${others(revoked)}`
    },
    errorsOf: accountErrors,
  })
  const { fields } = form.errors ?? {}
  return (
    <Section title="Password">
      <Form form={form} intro="All of your other devices are signed out by a new one.">
        {/* Password managers need to know which account this is for. */}
        <input type="hidden" name="username" autoComplete="username" value={user.email} />
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
        <Button type="submit" busy={form.busy} working="Changing…">
          Change password
        </Button>
        <News>{form.news}</News>
      </Form>
    </Section>
  )
}

function others(revoked: number): string {
  if (revoked === 0) return ''
  return revoked === 1 ? ' 1 other device is signed out.' : ` ${revoked} other devices are signed out.`
}

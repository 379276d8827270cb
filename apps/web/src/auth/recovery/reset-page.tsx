import { resetPassword } from '@latchkey/contracts/auth/recovery'
import { pages } from '@latchkey/contracts/pages'
import { Button } from '../../platform/ui/button.tsx'
import { DeadLink } from '../../platform/ui/dead-link.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { NewPasswordField } from '../../platform/ui/new-password-field.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { perLink } from '../../platform/ui/use-mailed-secret.tsx'
import { useResetPassword } from './queries.ts'
import { useLinkForm } from './use-link-form.ts'

const introId = 'reset-intro'
const labels = { password: 'New password' }

/** Sets a new password with a mailed link. */
export const ResetPage = perLink(() => {
  const reset = useResetPassword()
  const { fault, isDone, form } = useLinkForm({
    path: pages.reset,
    labels,
    schema: resetPassword.body,
    read: form => ({ password: String(form.get('password')) }),
    send: typed => reset.mutateAsync(typed),
  })

  if (fault)
    return (
      <DeadLink fault={fault}>
        <TextLink to={pages.forgot}>Ask for a new link</TextLink>
      </DeadLink>
    )
  if (isDone)
    return (
      <NarrowPage title="Your password is changed">
        <p className="mt-3 mb-4 text-soft">Every device is signed out. Sign in with the new password.</p>
        <TextLink to={pages.login}>Sign in</TextLink>
      </NarrowPage>
    )
  return (
    <NarrowPage title="Choose a new password" describedBy={introId}>
      <Form
        form={form}
        introId={introId}
        intro="Every device that is signed in to your account is signed out by this."
        className="mt-2"
      >
        <NewPasswordField label={labels.password} name="password" error={form.errors?.fields.password} />
        <Button type="submit" look="main" busy={form.busy} working="Changing…" className="h-12 w-full">
          Change password
        </Button>
      </Form>
    </NarrowPage>
  )
})

import { resetPassword } from '@latchkey/contracts/auth/recovery'
import { pages } from '@latchkey/contracts/pages'
import { Button } from '../../platform/ui/button.tsx'
import { DeadLink } from '../../platform/ui/dead-link.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { NewPasswordField } from '../../platform/ui/new-password-field.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { perLink } from '../../platform/ui/use-mailed-secret.tsx'
import { UsernameInput } from '../../platform/ui/username-input.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { useResetPassword } from './queries.ts'
import { useLinkForm } from './use-link-form.ts'

const introId = 'reset-intro'

/** Sets a new password with a mailed link. */
export const ResetPage = perLink(() => {
  const { recovery: words } = useWords()
  const labels = { password: words.newPassword }
  const reset = useResetPassword()
  const { address, fault, isDone, form } = useLinkForm({
    path: pages.reset,
    labels,
    schema: resetPassword.body,
    read: form => ({ password: String(form.get('password')) }),
    send: typed => reset.mutateAsync(typed),
  })

  if (fault)
    return (
      <DeadLink fault={fault}>
        <TextLink to={pages.forgot}>{words.newLink}</TextLink>
      </DeadLink>
    )
  if (isDone)
    return (
      <NarrowPage title={words.changedTitle}>
        <PageIntro small>{words.changed}</PageIntro>
        <TextLink to={pages.login} state={{ ...(address && { email: address }) }}>
          {words.signIn}
        </TextLink>
      </NarrowPage>
    )
  return (
    <NarrowPage title={words.resetTitle} describedBy={introId}>
      <Form form={form} introId={introId} intro={words.resetIntro} className="mt-2">
        {address && <UsernameInput form="reset" address={address} />}
        <NewPasswordField label={labels.password} name="password" error={form.errors?.fields.password} />
        <Button type="submit" look="main" busy={form.busy} working={words.changing} className="h-12 w-full">
          {words.change}
        </Button>
      </Form>
    </NarrowPage>
  )
})

import { keepAccount as endpoint } from '@latchkey/contracts/auth/recovery'
import { pages } from '@latchkey/contracts/pages'
import { Button } from '../../platform/ui/button.tsx'
import { DeadLink } from '../../platform/ui/dead-link.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { perLink } from '../../platform/ui/use-mailed-secret.tsx'
import { useKeepAccount } from './queries.ts'
import { useLinkForm } from './use-link-form.ts'

const introId = 'keep-intro'

/** Keeps a deleted account after the button in the mail about its deletion. Opening the page alone changes nothing. */
export const KeepPage = perLink(() => {
  const keep = useKeepAccount()
  const { fault, isDone, form } = useLinkForm({
    path: pages.keepAccount,
    schema: endpoint.body,
    send: ({ token }) => keep.mutateAsync(token),
  })

  if (fault)
    return (
      <DeadLink fault={fault}>
        <p className="text-soft">If the account is kept already, or was never deleted:</p>
        <TextLink to={pages.login}>Go to the sign-in page</TextLink>
      </DeadLink>
    )
  if (isDone)
    return (
      <NarrowPage title="Your account is kept">
        <p className="mt-3 mb-4 text-soft">Look at your mail: a link to choose a new password is on its way there.</p>
        <TextLink to={pages.login}>Go to the sign-in page</TextLink>
      </NarrowPage>
    )
  return (
    <NarrowPage title="Keep your account" describedBy={introId}>
      <Form
        form={form}
        introId={introId}
        intro="Your account was deleted. One press brings it back, with all that was in it."
        className="mt-2"
      >
        <p className="mb-8 border-l-2 border-accent py-1 pl-4 text-small">
          The old password no longer works after that. We send you a link to choose a new one.
        </p>
        <Button type="submit" look="main" busy={form.busy} working="Bringing it back…" className="h-12 w-full">
          Keep my account
        </Button>
      </Form>
    </NarrowPage>
  )
})

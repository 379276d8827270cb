import { cancelEmailByLink as endpoint } from '@latchkey/contracts/auth/account'
import { pages } from '@latchkey/contracts/pages'
import { Button } from '../../platform/ui/button.tsx'
import { DeadLink } from '../../platform/ui/dead-link.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { perLink } from '../../platform/ui/use-mailed-secret.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { useCancelEmailByLink } from './queries.ts'
import { useLinkForm } from './use-link-form.ts'

const introId = 'cancel-email-intro'

/** Cancels a change of address after the button in the mail to the present one. Opening the page alone changes nothing. */
export const CancelEmailPage = perLink(() => {
  const { recovery: words } = useWords()
  const cancel = useCancelEmailByLink()
  const { fault, isDone, form } = useLinkForm({
    path: pages.cancelEmail,
    schema: endpoint.body,
    send: ({ token }) => cancel.mutateAsync(token),
  })

  if (fault)
    return (
      <DeadLink fault={fault}>
        <p className="text-soft">{words.cancelledBefore}</p>
        <TextLink to={pages.login}>{words.toSignIn}</TextLink>
      </DeadLink>
    )
  if (isDone)
    return (
      <NarrowPage title={words.cancelledTitle}>
        <p className="mt-3 mb-4 text-soft">{words.cancelled}</p>
        <TextLink to={pages.login}>{words.toSignIn}</TextLink>
      </NarrowPage>
    )
  return (
    <NarrowPage title={words.cancelTitle} describedBy={introId}>
      <Form form={form} introId={introId} intro={words.cancelIntro} className="mt-2">
        <Button type="submit" look="main" busy={form.busy} working={words.cancelling} className="h-12 w-full">
          {words.cancel}
        </Button>
      </Form>
    </NarrowPage>
  )
})

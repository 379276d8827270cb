import { keepAccount as endpoint } from '@latchkey/contracts/auth/recovery'
import { pages } from '@latchkey/contracts/pages'
import { useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { DeadLink } from '../../platform/ui/dead-link.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { perLink, useMailedSecret } from '../../platform/ui/use-mailed-secret.tsx'
import { useKeepAccount } from './queries.ts'

const introId = 'keep-intro'

/** Keeps a deleted account after the button in the mail about its deletion. Opening the page alone changes nothing. */
export const KeepPage = perLink(() => {
  const { token, fault, drop, errorsOf } = useMailedSecret(pages.keepAccount)
  const [isDone, setDone] = useState(false)
  const keep = useKeepAccount()
  useHeadingFocus(fault ?? isDone)
  const form = useForm({
    labels: {},
    schema: endpoint.body,
    read: () => ({ token }),
    async send() {
      await keep.mutateAsync(token)
      drop()
      setDone(true)
    },
    errorsOf,
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

import { confirmEmail as endpoint } from '@latchkey/contracts/account'
import { pages } from '@latchkey/contracts/pages'
import { useState } from 'react'
import { ApiError } from '../api-errors.ts'
import { dropSecret, findSecret } from '../mailed-secret.ts'
import { Button } from '../ui/button.tsx'
import { Form } from '../ui/form.tsx'
import { Message } from '../ui/message.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { TextLink } from '../ui/text-link.tsx'
import { useForm, usualErrors } from '../ui/use-form.ts'
import { useHeadingFocus } from '../ui/use-heading-focus.ts'
import { useConfirmEmail } from './changes.ts'

const introId = 'confirm-email-intro'

/** Proves a new address by its mailed link, for whoever is signed in. */
export function ConfirmEmailPage() {
  const [token = ''] = useState(() => findSecret(pages.confirmEmail))
  const [email, setEmail] = useState<string>()
  const [isDead, setDead] = useState(false)
  const confirm = useConfirmEmail()
  useHeadingFocus(isDead || email)
  const form = useForm({
    labels: {},
    schema: endpoint.body,
    read: () => ({ token }),
    async send() {
      const user = await confirm.mutateAsync(token)
      dropSecret(pages.confirmEmail)
      setEmail(user.email)
    },
    errorsOf(error) {
      if (error instanceof ApiError && error.problem.code === 'invalid_link') return void setDead(true)
      return usualErrors(error)
    },
  })

  const settings = <TextLink to={pages.settings}>Go to the settings</TextLink>
  if (email)
    return (
      <Message
        title="Your address is changed"
        text={`It is ${email} now. Sign in with it from now on; your other devices are signed out.`}
      >
        {settings}
      </Message>
    )
  if (!token)
    return (
      <Message
        title="Open the link once more"
        text="This page does not keep what the link held. Nothing is used up: open it from the mail again, or copy the whole of it."
      >
        {settings}
      </Message>
    )
  if (isDead)
    return (
      <Message
        title="This link is no longer valid"
        text="It was used, a newer one took its place, its time is up, or it is for another account than the one that is signed in here. The settings send a new one."
      >
        {settings}
      </Message>
    )
  return (
    <>
      <PageHeading title="Your new address" describedBy={introId}>
        Your new address
      </PageHeading>
      <Form
        form={form}
        introId={introId}
        intro="One press shows that the mail reached you. From then on you sign in with the new address, and your other devices are signed out."
        className="mt-2 max-w-[32rem]"
      >
        <Button type="submit" look="main" busy={form.busy} working="Changing…" className="h-12">
          Use the new address
        </Button>
      </Form>
    </>
  )
}

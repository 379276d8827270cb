import { confirmEmail as endpoint } from '@latchkey/contracts/auth/account'
import { pages } from '@latchkey/contracts/pages'
import { useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { faults } from '../../platform/ui/dead-link.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { Message } from '../../platform/ui/message.tsx'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { perLink, useMailedSecret } from '../../platform/ui/use-mailed-secret.tsx'
import { useConfirmEmail } from './changes.ts'

const introId = 'confirm-email-intro'

/** Proves the new address of the signed-in person with a mailed link. */
export const ConfirmEmailPage = perLink(() => {
  const { token, fault, drop, errorsOf } = useMailedSecret(pages.confirmEmail)
  const [email, setEmail] = useState<string>()
  const confirm = useConfirmEmail()
  useHeadingFocus(fault ?? email)
  const form = useForm({
    labels: {},
    schema: endpoint.body,
    read: () => ({ token }),
    async send() {
      const user = await confirm.mutateAsync(token)
      drop()
      setEmail(user.email)
    },
    errorsOf,
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
  if (fault) {
    const { title, text } = faults[fault]
    const more = fault === 'invalid' ? ' Or it is for another account than the one that is signed in here.' : ''
    return (
      <Message title={title} text={text + more}>
        {settings}
      </Message>
    )
  }
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
})

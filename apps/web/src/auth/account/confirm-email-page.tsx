import { confirmEmail as endpoint } from '@latchkey/contracts/auth/account'
import { pages } from '@latchkey/contracts/pages'
import { useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { Message } from '../../platform/ui/message.tsx'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { perLink, useMailedSecret } from '../../platform/ui/use-mailed-secret.tsx'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { useConfirmEmail } from './changes.ts'

const introId = 'confirm-email-intro'

/** Proves the new address of the signed-in person with a mailed link. */
export const ConfirmEmailPage = perLink(() => {
  const { account: words, links } = useWords()
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

  const settings = <TextLink to={pages.settings}>{words.toSettings}</TextLink>
  if (email)
    return (
      <Message
        title={words.emailChangedTitle}
        text={rich(words.emailChanged(<bdi className="break-all">{email}</bdi>))}
      >
        {settings}
      </Message>
    )
  if (fault)
    return (
      <Message
        title={links[`${fault}Title`]}
        text={fault === 'invalid' ? `${links.invalid} ${words.otherAccount}` : links.incomplete}
      >
        {settings}
      </Message>
    )
  return (
    <>
      <PageHeading title={words.newEmailTitle} describedBy={introId}>
        {words.newEmailTitle}
      </PageHeading>
      <PageIntro id={introId}>{words.newEmailIntro}</PageIntro>
      <Form form={form} intro={null} className="max-w-[32rem]">
        <Button type="submit" look="main" busy={form.busy} working={words.changing} className="w-full sm:w-auto">
          {words.useNewEmail}
        </Button>
      </Form>
    </>
  )
})

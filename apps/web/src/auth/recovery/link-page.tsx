import { pages } from '@latchkey/contracts/pages'
import { type ReactNode, useId } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { DeadLink } from '../../platform/ui/dead-link.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { type LinkFormOptions, useLinkForm } from './use-link-form.ts'

interface Props extends Required<Pick<LinkFormOptions<unknown>, 'path' | 'schema'>> {
  send: (token: string) => Promise<unknown>
  words: { title: string; intro: string; button: string; working: string; toSignIn: string }
  done: { title: string; text: string }
  /** What may be true if the link no longer works. */
  before: string
  /** Above the button. */
  children?: ReactNode
}

/** A page behind a mailed link that takes one press of a button. Opening it alone changes nothing. */
export function LinkPage({ path, schema, send, words, done, before, children }: Props) {
  const introId = useId()
  const { fault, isDone, form } = useLinkForm({ path, schema, send: ({ token }) => send(token) })
  const toSignIn = <TextLink to={pages.login}>{words.toSignIn}</TextLink>
  if (fault)
    return (
      <DeadLink fault={fault}>
        <p className="text-small text-soft">{before}</p>
        {toSignIn}
      </DeadLink>
    )
  if (isDone)
    return (
      <NarrowPage title={done.title}>
        <PageIntro small>{done.text}</PageIntro>
        {toSignIn}
      </NarrowPage>
    )
  return (
    <NarrowPage title={words.title} describedBy={introId}>
      <Form form={form} introId={introId} intro={words.intro} className="mt-2">
        {children}
        <Button type="submit" look="main" busy={form.busy} working={words.working} className="h-12 w-full">
          {words.button}
        </Button>
      </Form>
    </NarrowPage>
  )
}

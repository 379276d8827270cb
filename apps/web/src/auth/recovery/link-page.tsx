import { pages } from '@latchkey/contracts/pages'
import { type ReactNode, useId } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { DeadLink } from '../../platform/ui/dead-link.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { type LinkFormOptions, useLinkForm } from './use-link-form.ts'

interface Props extends Required<Pick<LinkFormOptions<unknown>, 'path' | 'schema'>> {
  send: (token: string) => Promise<unknown>
  words: {
    title: string
    intro: string
    button: string
    working: string
    /** What may be true if the link no longer works. */
    before: string
    doneTitle: string
    done: string
  }
  /** Above the button. */
  children?: ReactNode
}

/** A page behind a mailed link that takes one press of a button. Opening it alone changes nothing. */
export function LinkPage({ path, schema, send, words, children }: Props) {
  const { links } = useWords()
  const introId = useId()
  const { fault, isDone, form } = useLinkForm({ path, schema, send: ({ token }) => send(token) })
  const toSignIn = <TextLink to={pages.login}>{links.toSignIn}</TextLink>
  if (fault)
    return (
      <DeadLink fault={fault}>
        <p className="text-small text-soft">{words.before}</p>
        {toSignIn}
      </DeadLink>
    )
  if (isDone)
    return (
      <NarrowPage title={words.doneTitle}>
        <PageIntro small>{words.done}</PageIntro>
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

import { keepAccount as endpoint } from '@latchkey/contracts/auth/recovery'
import { pages } from '@latchkey/contracts/pages'
import { Button } from '../../platform/ui/button.tsx'
import { DeadLink } from '../../platform/ui/dead-link.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { perLink } from '../../platform/ui/use-mailed-secret.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { useKeepAccount } from './queries.ts'
import { useLinkForm } from './use-link-form.ts'

const introId = 'keep-intro'

/** Keeps a deleted account after the button in the mail about its deletion. Opening the page alone changes nothing. */
export const KeepPage = perLink(() => {
  const { recovery: words } = useWords()
  const keep = useKeepAccount()
  const { fault, isDone, form } = useLinkForm({
    path: pages.keepAccount,
    schema: endpoint.body,
    send: ({ token }) => keep.mutateAsync(token),
  })

  if (fault)
    return (
      <DeadLink fault={fault}>
        <p className="text-soft">{words.keptBefore}</p>
        <TextLink to={pages.login}>{words.toSignIn}</TextLink>
      </DeadLink>
    )
  if (isDone)
    return (
      <NarrowPage title={words.keptTitle}>
        <p className="mt-3 mb-4 text-soft">{words.kept}</p>
        <TextLink to={pages.login}>{words.toSignIn}</TextLink>
      </NarrowPage>
    )
  return (
    <NarrowPage title={words.keepTitle} describedBy={introId}>
      <Form form={form} introId={introId} intro={words.keepIntro} className="mt-2">
        <p className="mb-8 border-s-2 border-accent py-1 ps-4 text-small">{words.keepPassword}</p>
        <Button type="submit" look="main" busy={form.busy} working={words.keeping} className="h-12 w-full">
          {words.keep}
        </Button>
      </Form>
    </NarrowPage>
  )
})

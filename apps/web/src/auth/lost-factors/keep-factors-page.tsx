import { keepFactors as endpoint } from '@latchkey/contracts/auth/lost-factors'
import { pages } from '@latchkey/contracts/pages'
import { Button } from '../../platform/ui/button.tsx'
import { DeadLink } from '../../platform/ui/dead-link.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { perLink } from '../../platform/ui/use-mailed-secret.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { useLinkForm } from '../recovery/use-link-form.ts'
import { useKeepFactors } from './queries.ts'

const introId = 'keep-factors-intro'

/** Cancels the removal of all second factors after the button in the mail about it. Opening the page alone changes nothing. */
export const KeepFactorsPage = perLink(() => {
  const { lostFactors: words } = useWords()
  const keep = useKeepFactors()
  const { fault, isDone, form } = useLinkForm({
    path: pages.keepFactors,
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
        <Button type="submit" look="main" busy={form.busy} working={words.keeping} className="h-12 w-full">
          {words.keep}
        </Button>
      </Form>
    </NarrowPage>
  )
})

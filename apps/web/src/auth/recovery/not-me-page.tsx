import { notMe as endpoint } from '@latchkey/contracts/auth/recovery'
import { pages } from '@latchkey/contracts/pages'
import { Button } from '../../platform/ui/button.tsx'
import { DeadLink } from '../../platform/ui/dead-link.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { perLink } from '../../platform/ui/use-mailed-secret.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { useNotMe } from './queries.ts'
import { useLinkForm } from './use-link-form.ts'

const introId = 'not-me-intro'

/** Takes an account back after the button in a security mail. Opening the page alone changes nothing. */
export const NotMePage = perLink(() => {
  const { links, recovery: words } = useWords()
  const notMe = useNotMe()
  const { fault, isDone, form } = useLinkForm({
    path: pages.notMe,
    schema: endpoint.body,
    send: ({ token }) => notMe.mutateAsync(token),
  })

  if (fault)
    return (
      <DeadLink fault={fault}>
        <p className="text-small text-soft">{words.locked}</p>
        <TextLink to={pages.forgot}>{words.resetLink}</TextLink>
      </DeadLink>
    )
  if (isDone)
    return (
      <NarrowPage title={words.safeTitle}>
        <PageIntro small>{words.safe}</PageIntro>
        <TextLink to={pages.login}>{links.toSignIn}</TextLink>
      </NarrowPage>
    )
  return (
    <NarrowPage title={words.notMeTitle} describedBy={introId}>
      <Form form={form} introId={introId} intro={words.notMeIntro} className="mt-2">
        <p className="mb-2 text-small font-medium">{words.notMeLeadIn}</p>
        <ul className="mb-8 grid list-disc gap-2 border-s-2 border-accent py-1 ps-9 text-small">
          {words.notMeEffects.map(effect => (
            <li key={effect}>{effect}</li>
          ))}
        </ul>
        <Button type="submit" look="main" busy={form.busy} working={words.notMeWorking} className="h-12 w-full">
          {words.notMe}
        </Button>
      </Form>
    </NarrowPage>
  )
})

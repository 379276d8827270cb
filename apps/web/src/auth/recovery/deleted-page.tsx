import { undoDeletion } from '@latchkey/contracts/auth/account'
import { pages } from '@latchkey/contracts/pages'
import { Navigate, useLocation } from '../../platform/router/use-router.ts'
import { Button } from '../../platform/ui/button.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { useUndoDeletion } from './queries.ts'
import { useLinkForm } from './use-link-form.ts'

/** What happens after a deletion. The page that asked for it can undo it for a while; every other way is the mail. */
export function DeletedPage() {
  const { ended } = useLocation().state
  // No link can set this state, so no link can tell people that their account is deleted.
  return ended?.reason === 'account_deleted' ? <Deleted /> : <Navigate to={pages.home} replace />
}

function Deleted() {
  const { links, recovery: words } = useWords()
  const undo = useUndoDeletion()
  const { fault, isDone, form } = useLinkForm({
    path: pages.deleted,
    schema: undoDeletion.body,
    send: ({ token }) => undo.mutateAsync(token),
  })
  const toSignIn = <TextLink to={pages.login}>{links.toSignIn}</TextLink>
  if (isDone)
    return (
      <NarrowPage title={words.keepPage.doneTitle}>
        <PageIntro small>{words.undone}</PageIntro>
        {toSignIn}
      </NarrowPage>
    )
  return (
    <NarrowPage title={words.deletedTitle}>
      <PageIntro small>{words.deletedIntro}</PageIntro>
      <ol className="mt-6 border-t border-line">
        {words.deletedSteps.map(([when, what]) => (
          <li key={when} className="border-b border-line py-3 sm:grid sm:grid-cols-[6.5rem_1fr] sm:gap-x-4">
            <p className="font-medium">{when}</p>
            <p className="text-small text-soft sm:pt-0.5">{what}</p>
          </li>
        ))}
      </ol>
      <h2 className="mt-8 mb-1 text-body">{words.deletedUndo}</h2>
      {fault ? (
        <p role={fault === 'invalid' ? 'alert' : undefined} className="text-small text-soft">
          {fault === 'invalid' && <span>{words.undoneTooLate} </span>}
          <span>{words.deletedUndoHow}</span>
        </p>
      ) : (
        <Form form={form} intro={words.deletedUndoNow}>
          <Button type="submit" busy={form.busy} working={words.undoingDeletion}>
            {words.undoDeletion}
          </Button>
        </Form>
      )}
      <p className="mt-4">{toSignIn}</p>
    </NarrowPage>
  )
}

import { pages } from '@latchkey/contracts/pages'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useWords } from '../../platform/words/use-words.ts'

/** What happens after a deletion, and how to undo it. */
export function DeletedPage() {
  const { recovery: words } = useWords()
  return (
    <NarrowPage title={words.deletedTitle}>
      <p className="mt-3 text-soft">{words.deletedIntro}</p>
      <ol className="mt-6 border-t border-line">
        {words.deletedSteps.map(([when, what]) => (
          <li key={when} className="border-b border-line py-3 sm:grid sm:grid-cols-[6rem_1fr] sm:gap-x-4">
            <p className="font-medium">{when}</p>
            <p className="text-small text-soft sm:pt-0.5">{what}</p>
          </li>
        ))}
      </ol>
      <h2 className="mt-8 text-body">{words.deletedUndo}</h2>
      <p className="mt-1 mb-4 text-soft">{words.deletedUndoHow}</p>
      <TextLink to={pages.login}>{words.toSignIn}</TextLink>
    </NarrowPage>
  )
}

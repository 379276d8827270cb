import { keepAccount as endpoint } from '@latchkey/contracts/auth/recovery'
import { pages } from '@latchkey/contracts/pages'
import { perLink } from '../../platform/ui/use-mailed-secret.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { LinkPage } from './link-page.tsx'
import { useKeepAccount } from './queries.ts'

/** Keeps a deleted account after the button in the mail about its deletion. */
export const KeepPage = perLink(() => {
  const { recovery: words } = useWords()
  const { mutateAsync } = useKeepAccount()
  return (
    <LinkPage path={pages.keepAccount} schema={endpoint.body} send={mutateAsync} words={words.keepPage}>
      <p className="mb-8 border-s-2 border-accent py-1 ps-4 text-small">{words.keepPassword}</p>
    </LinkPage>
  )
})

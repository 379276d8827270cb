import { keepFactors as endpoint } from '@latchkey/contracts/auth/lost-factors'
import { pages } from '@latchkey/contracts/pages'
import { perLink } from '../../platform/ui/use-mailed-secret.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { LinkPage } from '../recovery/link-page.tsx'
import { useKeepFactors } from './queries.ts'

/** Cancels the removal of all second factors after the button in the mail about it. */
export const KeepFactorsPage = perLink(() => {
  const { lostFactors: words } = useWords()
  const { mutateAsync } = useKeepFactors()
  return <LinkPage path={pages.keepFactors} schema={endpoint.body} send={mutateAsync} words={words.keepPage} />
})

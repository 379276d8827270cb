import { cancelEmailByLink as endpoint } from '@latchkey/contracts/auth/account'
import { pages } from '@latchkey/contracts/pages'
import { perLink } from '../../platform/ui/use-mailed-secret.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { LinkPage } from './link-page.tsx'
import { useCancelEmailByLink } from './queries.ts'

/** Cancels a change of address after the button in the mail to the present one. */
export const CancelEmailPage = perLink(() => {
  const { recovery: words } = useWords()
  const { mutateAsync } = useCancelEmailByLink()
  return <LinkPage path={pages.cancelEmail} schema={endpoint.body} send={mutateAsync} words={words.cancelPage} />
})

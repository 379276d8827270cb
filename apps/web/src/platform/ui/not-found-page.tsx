import { pages } from '@latchkey/contracts/pages'
import { useWords } from '../../platform/words/use-words.ts'
import { MessagePage } from './message.tsx'
import { TextLink } from './text-link.tsx'

/** Shown for an address without a page. */
export function NotFoundPage() {
  const { notFound } = useWords()
  return (
    <MessagePage title={notFound.title} text={notFound.text}>
      <TextLink to={pages.home}>{notFound.toHome}</TextLink>
    </MessagePage>
  )
}

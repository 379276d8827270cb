import { pages } from '@latchkey/contracts/pages'
import { Message } from '../../platform/ui/message.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useWords } from '../../platform/words/use-words.ts'

/** What an address without a page shows: to people who are no admins, and for a person who does not exist. */
export function NoSuchPage() {
  const { notFound } = useWords()
  return (
    <Message title={notFound.title} text={notFound.text}>
      <TextLink to={pages.home}>{notFound.toHome}</TextLink>
    </Message>
  )
}

import { pages } from '@latchkey/contracts/pages'
import { useQuery } from '@tanstack/react-query'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { ApiError } from '../api-errors.ts'
import { MainArea } from '../ui/layout/main-area.tsx'
import { NotFoundPage } from '../ui/not-found-page.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { TextLink } from '../ui/text-link.tsx'
import { TimeAgo } from '../ui/time.tsx'
import { Wordmark } from '../ui/wordmark.tsx'
import { LinkedText } from './linked-text.tsx'
import { mailboxQuery } from './queries.ts'

/** The mails that were kept instead of sent, for developers. */
export function MailboxPage() {
  const { mailbox: words } = useWords()
  const { data: mails, error } = useQuery(mailboxQuery)
  // A server that sends its mails has no mailbox.
  if (error instanceof ApiError && error.problem.code === 'not_found') return <NotFoundPage />
  if (error) throw error
  return (
    <MainArea className="mx-auto max-w-[47rem] px-4 pt-10 sm:px-6">
      <div className="mb-10 flex items-center justify-between">
        <Wordmark />
        <TextLink to={pages.home}>{words.toApp}</TextLink>
      </div>
      <PageHeading title={words.title}>{words.title}</PageHeading>
      <p className="mt-2 text-soft">{words.intro}</p>
      {mails?.length === 0 && <p className="mt-8 border-t border-line pt-4">{words.empty}</p>}
      <div className="mt-8">
        {mails?.map(({ id, subject, to, sentAt, text }) => (
          <article key={id} aria-labelledby={`subject-${id}`} className="border-t border-line py-6">
            <h2 id={`subject-${id}`} className="text-title">
              {subject}
            </h2>
            <p className="mt-1 text-small text-soft">
              {rich(words.to(<bdi className="wrap-anywhere text-ink">{to}</bdi>, <TimeAgo instant={sentAt} />))}
            </p>
            <p className="mt-4 text-small whitespace-pre-wrap">
              <LinkedText text={text} />
            </p>
          </article>
        ))}
      </div>
    </MainArea>
  )
}

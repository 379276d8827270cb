import { pages } from '@latchkey/contracts/pages'
import { useQuery } from '@tanstack/react-query'
import { useWords } from '../../platform/words/use-words.ts'
import { ApiError } from '../api-errors.ts'
import { useLocation } from '../router/use-router.ts'
import { MainArea } from '../ui/layout/main-area.tsx'
import { NotFoundPage } from '../ui/not-found-page.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { TextLink } from '../ui/text-link.tsx'
import { Wordmark } from '../ui/wordmark.tsx'
import { MailList } from './mail-list.tsx'
import { MailView } from './mail-view.tsx'
import { keptMailQuery, mailboxQuery } from './queries.ts'

/** The mails that were kept instead of sent, for developers: a list beside one mail, or one after the other on phones. */
export function MailboxPage() {
  const { mailbox: words } = useWords()
  const chosen = new URLSearchParams(useLocation().search).get('mail') ?? undefined
  const { data: mails, error } = useQuery(mailboxQuery)
  // A server that sends its mails has no mailbox.
  if (error instanceof ApiError && error.problem.code === 'not_found') return <NotFoundPage />
  if (error) throw error
  // Until a person chooses, the newest one: that is usually the one they wait for.
  const shown = chosen ?? mails?.[0]?.id
  return (
    <MainArea className="mx-auto max-w-[80rem] px-4 pt-6 sm:px-6">
      <div className="mb-6 flex items-center justify-between">
        <Wordmark />
        <TextLink to={pages.home}>{words.toApp}</TextLink>
      </div>
      <div className={chosen ? 'max-md:sr-only' : ''}>
        <PageHeading title={words.title}>{words.title}</PageHeading>
        <p className="mt-1 text-soft">{words.intro}</p>
      </div>
      <p role="status" className="sr-only">
        {mails?.[0] && words.newest(mails[0].subject)}
      </p>
      {mails?.length === 0 && <p className="mt-8 border-t border-line pt-4">{words.empty}</p>}
      {shown !== undefined && mails && (
        <div className="mt-6 grid grid-cols-1 gap-x-8 border-t border-line md:grid-cols-[20rem_minmax(0,1fr)]">
          <div
            className={`overflow-y-auto border-line md:sticky md:top-0 md:max-h-svh md:self-start md:border-e ${chosen ? 'max-md:hidden' : ''}`}
          >
            <MailList mails={mails} shown={shown} />
          </div>
          <div className={`pt-4 ${chosen ? '' : 'max-md:hidden'}`}>
            <div className="md:hidden">
              <TextLink to={pages.mailbox} search={{}}>
                {words.back}
              </TextLink>
            </div>
            <ShownMail id={shown} />
          </div>
        </div>
      )}
    </MainArea>
  )
}

function ShownMail({ id }: { id: string }) {
  const { mailbox: words } = useWords()
  const { data: mail } = useQuery(keptMailQuery(id))
  if (mail === null) return <p>{words.gone}</p>
  return mail && <MailView mail={mail} />
}

import { pages } from '@latchkey/contracts/pages'
import type { KeptHead } from '@latchkey/contracts/platform/mailbox'
import { useWords } from '../../platform/words/use-words.ts'
import { Link } from '../router/link.tsx'
import { TimeAgo } from '../ui/time.tsx'

/** The mails, newest first. */
export function MailList({ mails, shown }: { mails: readonly KeptHead[]; shown: string | undefined }) {
  const { mailbox: words } = useWords()
  return (
    <nav aria-label={words.list}>
      <ul>
        {mails.map(({ id, subject, to, sentAt }) => (
          <li key={id} className="border-b border-line">
            <Link
              to={pages.mailbox}
              search={{ mail: id }}
              data-shown={id === shown || undefined}
              className="block border-s-2 border-transparent px-4 py-3 hover:bg-sunken md:data-shown:border-accent md:data-shown:bg-tint"
            >
              <span className="block text-small font-medium">{subject}</span>
              <span className="mt-1 flex flex-wrap items-baseline justify-between gap-x-3 text-small text-soft">
                <bdi className="min-w-0 wrap-anywhere">{to}</bdi>
                <TimeAgo instant={sentAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

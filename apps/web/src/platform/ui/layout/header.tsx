import { pages } from '@latchkey/contracts/pages'
import type { ReactNode } from 'react'
import { useWords } from '../../../platform/words/use-words.ts'
import { Link } from '../../router/link.tsx'
import { Wordmark } from '../wordmark.tsx'

interface Props {
  places: readonly { to: (typeof pages)[keyof typeof pages]; name: string }[]
  person: string | undefined
  signOut: ReactNode
}

/** The top of each signed-in page. Every page has `signOut` (ASVS 7.4.4). */
export function Header({ places, person, signOut }: Props) {
  const { shell } = useWords()
  return (
    <header className="border-b border-line">
      {/* What does not fit beside the rest, as with larger text, gets a row of its own. */}
      <div className="mx-auto flex max-w-[47rem] flex-wrap items-center gap-x-3 px-4 sm:px-6 md:gap-x-6">
        <Link to={pages.home} className="-ms-1 flex min-h-14 items-center rounded-md px-1">
          <Wordmark />
        </Link>
        <nav
          aria-label={shell.pages}
          className="order-last flex basis-full flex-wrap gap-x-4 md:order-none md:basis-auto md:gap-x-5"
        >
          {places.map(({ to, name }) => (
            <Link
              key={to}
              to={to}
              className="-mb-px flex min-h-11 min-w-11 items-center justify-center border-y-2 border-transparent text-small text-soft transition-colors hover:text-ink aria-[current=page]:border-b-accent aria-[current=page]:text-ink md:min-h-14 forced-colors:border-[Canvas] forced-colors:aria-[current=page]:border-b-[Highlight]"
            >
              {name}
            </Link>
          ))}
        </nav>
        <div className="flex min-w-0 flex-1 basis-40 items-center justify-end gap-x-3">
          <p title={person} className="min-w-0 truncate text-end text-small text-soft">
            <bdi>{person}</bdi>
          </p>
          <div className="-me-3 shrink-0">{signOut}</div>
        </div>
      </div>
    </header>
  )
}

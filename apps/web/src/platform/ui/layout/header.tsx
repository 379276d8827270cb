import { pages } from '@latchkey/contracts/pages'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Wordmark } from '../wordmark.tsx'

interface Props {
  places: readonly { to: (typeof pages)[keyof typeof pages]; name: string }[]
  person: string | undefined
  signOut: ReactNode
}

/** The top of each signed-in page. Every page has `signOut` (ASVS 7.4.4). */
export function Header({ places, person, signOut }: Props) {
  return (
    <header className="border-b border-line">
      <div className="mx-auto grid max-w-[47rem] grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 px-4 sm:px-6 md:grid-cols-[auto_auto_minmax(0,1fr)] md:gap-x-6">
        <Link to={pages.home} className="-ml-1 flex min-h-14 items-center justify-self-start rounded-md px-1">
          <Wordmark />
        </Link>
        <nav
          aria-label="Pages"
          className="col-span-3 row-start-2 flex flex-wrap gap-x-4 md:col-span-1 md:col-start-2 md:row-start-1 md:gap-x-5"
        >
          {places.map(({ to, name }) => (
            <Link
              key={to}
              to={to}
              activeOptions={{ exact: true }}
              className="-mb-px flex min-h-11 min-w-11 items-center justify-center border-y-2 border-transparent text-small text-soft transition-colors hover:text-ink aria-[current=page]:border-b-accent aria-[current=page]:text-ink md:min-h-14"
            >
              {name}
            </Link>
          ))}
        </nav>
        <div className="contents md:col-start-3 md:row-start-1 md:flex md:min-w-0 md:items-center md:justify-end">
          <p
            title={person}
            className="col-start-2 row-start-1 truncate text-right text-small text-soft md:max-w-[14rem]"
          >
            {person}
          </p>
          <div className="col-start-3 row-start-1 -mr-3">{signOut}</div>
        </div>
      </div>
    </header>
  )
}

import { pages } from '@latchkey/contracts/pages'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Wordmark } from '../wordmark.tsx'

interface Props {
  places: readonly { to: (typeof pages)[keyof typeof pages]; name: string }[]
  person: string | undefined
  signOut: ReactNode
}

/** The top of each signed-in page. `signOut` stands in it everywhere (ASVS 7.4.4). */
export function Header({ places, person, signOut }: Props) {
  return (
    <header className="border-b border-line">
      <div className="mx-auto grid max-w-[47rem] grid-cols-[1fr_auto] items-center gap-x-3 px-4 sm:gap-x-6 sm:grid-cols-[auto_1fr_auto] sm:px-6">
        <Link to={pages.home} className="-ml-1 flex min-h-14 items-center justify-self-start rounded-md px-1">
          <Wordmark />
        </Link>
        <nav aria-label="Pages" className="col-start-1 row-start-2 flex gap-2 sm:col-start-2 sm:gap-5 sm:row-start-1">
          {places.map(({ to, name }) => (
            <Link
              key={to}
              to={to}
              activeOptions={{ exact: true }}
              className="-mb-px flex min-h-11 min-w-11 items-center justify-center border-y-2 border-transparent text-small text-soft transition-colors hover:text-ink aria-[current=page]:border-b-accent aria-[current=page]:text-ink sm:min-h-14"
            >
              {name}
            </Link>
          ))}
        </nav>
        <div className="contents sm:flex sm:min-w-0 sm:items-center sm:justify-end">
          <p
            title={person}
            className="row-start-2 max-w-[11rem] truncate text-right text-small text-soft sm:max-w-[14rem]"
          >
            {person}
          </p>
          <div className="col-start-2 row-start-1 -mr-3 justify-self-end">{signOut}</div>
        </div>
      </div>
    </header>
  )
}

import type { ListedPerson } from '@latchkey/contracts/auth/admin'
import { pages } from '@latchkey/contracts/pages'
import { Link } from '../../platform/router/link.tsx'
import { Avatar } from '../../platform/ui/avatar.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { StateBadges } from './state-badges.tsx'

/** The people that were found. Each row has the id of its person, so that the page can focus it. */
export function PeopleList({ people }: { people: ListedPerson[] }) {
  const { admin: words } = useWords()
  return (
    <ul aria-label={words.results} className="mt-2 border-t border-line empty:hidden">
      {people.map(person => (
        <li key={person.id} className="border-b border-line">
          <Link
            id={person.id}
            to={pages.person}
            search={{ id: person.id }}
            className="-mx-2 flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 rounded-md px-2 py-3 hover:bg-sunken"
          >
            <Avatar {...person} />
            <span className="min-w-0 flex-1 wrap-anywhere">
              <bdi className="block font-medium">{person.name ?? person.email}</bdi>
              {person.name && <bdi className="block text-small text-soft">{person.email}</bdi>}
            </span>
            <StateBadges person={person} />
          </Link>
        </li>
      ))}
    </ul>
  )
}

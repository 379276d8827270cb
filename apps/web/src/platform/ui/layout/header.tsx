import { brand } from '@latchkey/contracts/brand'
import { pages } from '@latchkey/contracts/pages'
import type { ReactNode } from 'react'
import { useWords } from '../../../platform/words/use-words.ts'
import { Link } from '../../router/link.tsx'
import { Wordmark } from '../wordmark.tsx'
import { type Place, PlaceLink } from './place-link.tsx'

interface Props {
  places: readonly Place[]
  menu: ReactNode
}

/** The top of each signed-in page. `menu` has the sign-out, so every page has it (ASVS 7.4.4). */
export function Header({ places, menu }: Props) {
  const { shell } = useWords()
  return (
    <header className="border-b border-line">
      {/* What does not fit beside the rest, as with larger text, gets a row of its own. */}
      <div className="mx-auto flex max-w-[47rem] flex-wrap items-center gap-x-4 px-4 sm:gap-x-6 sm:px-6">
        <Link
          to={pages.home}
          aria-label={brand.name}
          className="-ms-1 -me-2 flex min-h-14 min-w-11 items-center rounded-md px-1"
        >
          {/* Beside pages, a phone has room for the mark only. */}
          <Wordmark isShort={places.length > 0} />
        </Link>
        {places.length > 0 && (
          <Places label={shell.pages} places={places} look="min-h-14" className="flex-1 sm:flex-none" />
        )}
        <div className="-me-2 ms-auto flex min-h-14 min-w-0 items-center">{menu}</div>
      </div>
    </header>
  )
}

/** Links to pages, on as many lines as they need. */
export const Places = ({
  label,
  places,
  look,
  className,
}: {
  label: string
  places: readonly Place[]
  /** How tall each is. The line below the current one lies on the hairline below them all. */
  look: string
  className: string
}) => (
  <nav aria-label={label} className={`flex flex-wrap gap-x-4 sm:gap-x-5 ${className}`}>
    {places.map(place => (
      <PlaceLink key={place.to} {...place} className={look} />
    ))}
  </nav>
)

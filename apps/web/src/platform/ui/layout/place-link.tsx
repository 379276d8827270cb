import type { pages } from '@latchkey/contracts/pages'
import { Link } from '../../router/link.tsx'
import { useDestination } from '../../router/use-router.ts'

export interface Place {
  to: (typeof pages)[keyof typeof pages]
  name: string
  /** The pages below it, on which it is marked too. */
  holds?: readonly string[]
}

/** A link of a navigation, with a line below the current page, or below the one that holds it. */
export function PlaceLink({ to, name, holds, className }: Place & { className: string }) {
  const { pathname } = useDestination()
  return (
    <Link
      to={to}
      {...(holds?.includes(pathname) && { 'aria-current': true })}
      className={`-mb-px flex min-w-11 items-center justify-center border-y-2 border-transparent text-small text-soft transition-colors hover:text-ink aria-[current]:border-b-accent aria-[current]:text-ink forced-colors:border-[Canvas] forced-colors:aria-[current]:border-b-[Highlight] ${className}`}
    >
      {name}
    </Link>
  )
}

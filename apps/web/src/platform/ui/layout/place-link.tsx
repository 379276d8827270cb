import type { ComponentProps } from 'react'
import { Link } from '../../router/link.tsx'

/** A link of a navigation, with a line below the current page. */
export const PlaceLink = (props: ComponentProps<typeof Link>) => (
  <Link
    {...props}
    className="-mb-px flex min-h-11 min-w-11 items-center border-y-2 border-transparent text-small text-soft transition-colors hover:text-ink aria-[current=page]:border-b-accent aria-[current=page]:text-ink forced-colors:border-[Canvas] forced-colors:aria-[current=page]:border-b-[Highlight]"
  />
)

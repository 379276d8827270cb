import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'

const Anchor = (props: ComponentProps<'a'>) => (
  <a
    {...props}
    className="-mb-px flex min-h-11 min-w-11 items-center border-y-2 border-transparent text-small text-soft transition-colors hover:text-ink aria-[current=page]:border-b-accent aria-[current=page]:font-medium aria-[current=page]:text-ink forced-colors:border-[Canvas] forced-colors:aria-[current=page]:border-b-[Highlight]"
  />
)

/** A link of a navigation, with a line below the current page. */
export const PlaceLink = createLink(Anchor)

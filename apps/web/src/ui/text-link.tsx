import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'

const Anchor = ({ children, ...props }: ComponentProps<'a'>) => (
  <a
    {...props}
    className="inline-flex min-h-11 items-center font-medium text-accent underline decoration-1 underline-offset-4 hover:decoration-2"
  >
    {children}
  </a>
)

/** A link that stands by itself, tall enough for a thumb. */
export const TextLink = createLink(Anchor)

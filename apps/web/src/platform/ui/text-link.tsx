import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'
import { linkLook } from './link-look.ts'

const Anchor = ({ children, ...props }: ComponentProps<'a'>) => (
  <a {...props} className={`inline-flex min-h-11 items-center ${linkLook}`}>
    {children}
  </a>
)

/** A link outside of a text, tall enough for a thumb. */
export const TextLink = createLink(Anchor)

import type { ComponentProps } from 'react'
import { Link } from '../router/link.tsx'
import { linkLook } from './link-look.ts'

/** A link outside of a text, tall enough for a thumb. */
export const TextLink = (props: ComponentProps<typeof Link>) => (
  <Link {...props} className={`inline-flex min-h-11 items-center ${linkLook}`} />
)

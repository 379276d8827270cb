import type { ReactNode, Ref } from 'react'

interface Props {
  ref?: Ref<HTMLParagraphElement>
  children: ReactNode
}

/** What the last attempt of a form did. Screen readers announce it, and it can get the focus. */
export const News = ({ ref, children }: Props) => (
  <p ref={ref} role="status" tabIndex={-1} className="min-h-9 pt-2 text-small font-medium">
    {children}
  </p>
)

/**
 * The result of the last action on a list, above it. It stays in view while the list scrolls: the row that was pressed may be far
 * down, and gone. Screen readers announce it, and it can get the focus.
 */
export const ListNews = ({ ref, children }: Props) => (
  <p
    ref={ref}
    role="status"
    tabIndex={-1}
    className={`mt-3 -mb-1 min-h-10 py-2 text-small font-medium outline-none ${children ? 'sticky top-0 z-10 bg-ground' : ''}`}
  >
    {children}
  </p>
)

import type { ReactNode, Ref } from 'react'
import { useSmoothHeight } from './use-smooth-height.ts'

interface Props {
  ref?: Ref<HTMLParagraphElement>
  children: ReactNode
}

/** What the last attempt of a form did. Screen readers announce it, and it can get the focus. */
export function News({ ref, children }: Props) {
  const room = useSmoothHeight<HTMLDivElement>()
  return (
    <div ref={room}>
      <p ref={ref} role="status" tabIndex={-1} className="pt-2 text-small font-medium empty:pt-0">
        {children}
      </p>
    </div>
  )
}

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

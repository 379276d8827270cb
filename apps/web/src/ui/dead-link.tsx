import type { ReactNode } from 'react'
import { NarrowPage } from './layout/narrow-page.tsx'

interface Props {
  /** Whether the page has nothing to try: it was loaded again, or the link was cut short on its way. */
  incomplete: boolean
  /** How to get a new link. */
  children: ReactNode
}

/** For a mailed link that can't be used. */
export function DeadLink({ incomplete, children }: Props) {
  return incomplete ? (
    <NarrowPage title="Open the link once more">
      <p className="mt-3 mb-4 text-soft">
        This page does not keep what the link held. Nothing is used up: open it from the mail again, or copy the whole
        of it.
      </p>
      {children}
    </NarrowPage>
  ) : (
    <NarrowPage title="This link is no longer valid">
      <p className="mt-3 mb-4 text-soft">It was used, a newer one took its place, or its time is up.</p>
      {children}
    </NarrowPage>
  )
}

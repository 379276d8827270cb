import type { ReactNode } from 'react'
import { PageHeading } from '../page-heading.tsx'
import { Door } from './door.tsx'

interface Props {
  /** The heading and the document title. */
  title: string
  describedBy?: string | undefined
  children: ReactNode
}

/** A page outside the signed-in layout: one narrow column. */
export function NarrowPage({ title, describedBy, children }: Props) {
  return (
    <Door>
      <PageHeading title={title} describedBy={describedBy}>
        {title}
      </PageHeading>
      {navigator.cookieEnabled || (
        <p className="mt-4 border-l-2 border-loss pl-4 text-small">
          Your browser blocks cookies for this site, and signing in needs one. Allow them, then load this page again.
        </p>
      )}
      {children}
    </Door>
  )
}

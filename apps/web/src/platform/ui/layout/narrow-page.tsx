import type { ReactNode } from 'react'
import { PageHeading } from '../page-heading.tsx'
import { Wordmark } from '../wordmark.tsx'
import { MainArea } from './main-area.tsx'

interface Props {
  /** The heading and the document title. */
  title: string
  describedBy?: string | undefined
  children: ReactNode
}

/** A page outside the signed-in layout: one narrow column, slightly above the middle. */
export function NarrowPage({ title, describedBy, children }: Props) {
  return (
    <MainArea className="mx-auto w-full max-w-[24rem] px-4 pt-[max(2.5rem,14svh)]">
      <Wordmark large />
      <div className="mt-10">
        <PageHeading title={title} describedBy={describedBy}>
          {title}
        </PageHeading>
      </div>
      {navigator.cookieEnabled || (
        <p className="mt-4 border-l-2 border-loss pl-4 text-small">
          Your browser blocks cookies for this site, and signing in needs one. Allow them, then load this page again.
        </p>
      )}
      {children}
    </MainArea>
  )
}

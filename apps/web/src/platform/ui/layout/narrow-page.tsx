import type { ReactNode } from 'react'
import { useWords } from '../../../platform/words/use-words.ts'
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
  const { ui } = useWords()
  return (
    <MainArea className="mx-auto w-full max-w-[24rem] px-4 pt-[max(2.5rem,14svh)]">
      <Wordmark large />
      <div className="mt-10">
        <PageHeading title={title} describedBy={describedBy}>
          {title}
        </PageHeading>
      </div>
      {navigator.cookieEnabled || <p className="mt-4 border-s-2 border-loss ps-4 text-small">{ui.cookiesBlocked}</p>}
      {children}
    </MainArea>
  )
}

import type { ReactNode } from 'react'
import { MainArea } from './layout/main-area.tsx'
import { PageHeading } from './page-heading.tsx'
import { Wordmark } from './wordmark.tsx'

/** A page that has only something to say: what happened, then what to do. */
export function MessagePage({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <MainArea className="mx-auto max-w-[25rem] px-4 pt-[max(4rem,16svh)] pb-16 sm:px-6">
      <Wordmark large />
      <div className="mt-10">
        <PageHeading title={title}>{title}</PageHeading>
      </div>
      <p className="mt-3 mb-6 text-soft">{text}</p>
      {children}
    </MainArea>
  )
}

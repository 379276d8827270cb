import type { ReactNode } from 'react'
import { MainArea } from './layout/main-area.tsx'
import { PageHeading } from './page-heading.tsx'
import { Wordmark } from './wordmark.tsx'

interface Props {
  title: string
  text: ReactNode
  /** What to do next. */
  children: ReactNode
}

/** Says what happened and what to do next, in place of a page's content. */
export function Message({ title, text, children }: Props) {
  return (
    <>
      <PageHeading title={title}>{title}</PageHeading>
      <p className="mt-3 mb-6 max-w-[32rem] text-soft">{text}</p>
      {children}
    </>
  )
}

/** The same message as a whole page. */
export function MessagePage(props: Props) {
  return (
    <MainArea className="mx-auto max-w-[28rem] px-4 pt-[max(2.5rem,14svh)]">
      <div className="mb-10">
        <Wordmark large />
      </div>
      <Message {...props} />
    </MainArea>
  )
}

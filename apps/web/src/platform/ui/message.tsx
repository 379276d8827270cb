import type { ReactNode } from 'react'
import { Door } from './layout/door.tsx'
import { PageHeading } from './page-heading.tsx'

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
export const MessagePage = (props: Props) => (
  <Door>
    <Message {...props} />
  </Door>
)

import type { ReactNode } from 'react'
import { Door } from './layout/door.tsx'
import { PageHeading } from './page-heading.tsx'
import { PageIntro } from './page-intro.tsx'

interface Props {
  title: string
  text: ReactNode
  /** For a page of visitors. */
  small?: boolean
  /** What to do next. */
  children: ReactNode
}

/** Says what happened and what to do next, in place of a page's content. */
export function Message({ title, text, small = false, children }: Props) {
  return (
    <>
      <PageHeading title={title}>{title}</PageHeading>
      <PageIntro small={small}>{text}</PageIntro>
      {children}
    </>
  )
}

/** The same message as a whole page. */
export const MessagePage = (props: Props) => (
  <Door>
    <Message {...props} small />
  </Door>
)

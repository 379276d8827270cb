import type { ReactNode } from 'react'

interface Props {
  id?: string
  /** On the pages for visitors, whose column is narrow, as their forms have it. */
  small?: boolean
  children: ReactNode
}

/** The line below the heading of a page. */
export const PageIntro = ({ id, small = false, children }: Props) => (
  <p id={id} className={`mt-2 mb-5 max-w-[36rem] text-soft ${small ? 'text-small' : ''}`}>
    {children}
  </p>
)

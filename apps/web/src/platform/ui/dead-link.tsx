import type { ReactNode } from 'react'
import { useWords } from '../../platform/words/use-words.ts'
import { NarrowPage } from './layout/narrow-page.tsx'
import { PageIntro } from './page-intro.tsx'
import type { Fault } from './use-mailed-secret.tsx'

interface Props {
  fault: Fault
  /** How to get a new link. */
  children: ReactNode
}

/** Shown instead of the page that the link leads to. */
export function DeadLink({ fault, children }: Props) {
  const { links } = useWords()
  return (
    <NarrowPage title={links[`${fault}Title`]}>
      <PageIntro small>{links[fault]}</PageIntro>
      {children}
    </NarrowPage>
  )
}

import type { ReactNode } from 'react'
import { NarrowPage } from './layout/narrow-page.tsx'
import type { Fault } from './use-mailed-secret.tsx'

/** The texts for a mailed link that can't be used. */
export const faults: Record<Fault, { title: string; text: string }> = {
  incomplete: {
    title: 'Open the link once more',
    text: 'This page does not keep what the link held. Nothing is used up: open it from the mail again, or copy the whole of it.',
  },
  invalid: {
    title: 'This link is no longer valid',
    text: 'It was used, a newer one took its place, or its time is up.',
  },
}

interface Props {
  fault: Fault
  /** How to get a new link. */
  children: ReactNode
}

/** Shown instead of the page that the link leads to. */
export function DeadLink({ fault, children }: Props) {
  const { title, text } = faults[fault]
  return (
    <NarrowPage title={title}>
      <p className="mt-3 mb-4 text-soft">{text}</p>
      {children}
    </NarrowPage>
  )
}

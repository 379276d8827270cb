import { brand } from '@latchkey/contracts/brand'
import { type ReactNode, useEffect } from 'react'

/** The document title and the heading, which gets the focus when a person comes from another page. */
export function PageHeading({
  title,
  children,
  describedBy,
}: {
  title: string
  children: ReactNode
  describedBy?: string | undefined
}) {
  useEffect(() => {
    document.title = `${title} · ${brand.name}`
  }, [title])
  return (
    <h1 tabIndex={-1} aria-describedby={describedBy} className="text-display">
      {children}
    </h1>
  )
}

import { brand } from '@latchkey/contracts/brand'
import { type ReactNode, useEffect } from 'react'

/** A page's title and its heading, which takes the focus when somebody comes here from another page. */
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

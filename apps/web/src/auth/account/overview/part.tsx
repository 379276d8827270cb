import type { ReactNode } from 'react'
import { TextLink } from '../../../platform/ui/text-link.tsx'

interface Props {
  id: string
  title: string
  /** The page that shows all of it. */
  more: { to: Parameters<typeof TextLink>[0]['to']; label: string }
  children: ReactNode
}

/** A part of the overview, with a link to its page. */
export const Part = ({ id, title, more, children }: Props) => (
  <section aria-labelledby={id} className="mt-12">
    <div className="flex flex-wrap items-center justify-between gap-x-4">
      <h2 id={id} className="text-title">
        {title}
      </h2>
      <p className="text-small">
        <TextLink to={more.to}>{more.label}</TextLink>
      </p>
    </div>
    {children}
  </section>
)

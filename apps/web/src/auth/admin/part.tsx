import { type ReactNode, useId } from 'react'

interface Props {
  title: string
  intro?: string
  children: ReactNode
}

/** A part of a person's page. */
export function Part({ title, intro, children }: Props) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="mt-12">
      <h2 id={id} className="text-title">
        {title}
      </h2>
      {intro && <p className="mt-1 max-w-[36rem] text-small text-soft">{intro}</p>}
      {children}
    </section>
  )
}

import type { ReactNode } from 'react'

/** One part of the settings: its title, with its form beside it. Links lead to it by `name`. */
export function Section({ name, title, children }: { name: string; title: string; children: ReactNode }) {
  const id = `${name}-title`
  return (
    <section
      id={name}
      aria-labelledby={id}
      className="border-t border-line py-8 sm:grid sm:grid-cols-[12rem_1fr] sm:gap-x-8"
    >
      <h2 id={id} className="mb-3 text-title sm:mb-0">
        {title}
      </h2>
      <div className="max-w-[24rem]">{children}</div>
    </section>
  )
}

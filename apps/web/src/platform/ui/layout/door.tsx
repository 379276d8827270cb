import { brand } from '@latchkey/contracts/brand'
import type { ReactNode } from 'react'
import { chosenScheme } from '../../scheme.ts'
import { useIsLive } from '../use-is-live.ts'
import { Wordmark } from '../wordmark.tsx'
import { DoorLinks } from './door-links.tsx'
import { MainArea } from './main-area.tsx'
import { Marks } from './marks.tsx'

/** What visitors see: the brand, a narrow column at the top, and on wide screens what the brand shows beside it. */
export function Door({ children }: { children: ReactNode }) {
  return (
    <div className="lg:grid lg:min-h-svh lg:grid-cols-[minmax(30rem,1fr)_1.1fr]">
      <div className="mx-auto flex min-h-svh w-full max-w-[24rem] flex-col px-4">
        <header className="pt-6 sm:pt-10">
          <Wordmark large />
        </header>
        <MainArea className="grow pt-8 sm:pt-[max(2rem,8svh)]">{children}</MainArea>
        <DoorLinks />
      </div>
      <Beside />
    </div>
  )
}

/** The brand's own picture or sentence. It only decorates, so small screens leave it out. */
function Beside() {
  const { door } = brand
  const scheme = useIsLive() ? chosenScheme() : 'system'
  if (door.kind === 'picture')
    return (
      <aside className="hidden lg:block">
        <picture>
          {scheme === 'system' && <source media="(prefers-color-scheme: dark)" srcSet={door.dark} />}
          <img
            src={scheme === 'dark' ? door.dark : door.light}
            alt={door.alt}
            className="sticky top-0 h-svh w-full object-cover"
          />
        </picture>
      </aside>
    )
  return (
    <aside className="sticky top-0 hidden h-svh place-items-center border-s border-line bg-tint lg:grid">
      {door.kind === 'quote' ? (
        <figure className="max-w-[26rem] px-4">
          <blockquote className="text-title text-pretty">{door.text}</blockquote>
          <figcaption className="mt-4 text-small text-soft">{door.by}</figcaption>
        </figure>
      ) : (
        <Marks />
      )}
    </aside>
  )
}

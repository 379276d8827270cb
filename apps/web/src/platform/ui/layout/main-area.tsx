import type { ReactNode } from 'react'
import { useWords } from '../../../platform/words/use-words.ts'
import { useOutage } from '../../outage.ts'

const mainId = 'content'

/** The target of the skip link. In an outage it leaves room for the banner, so that the banner covers nothing. */
export function MainArea({ className, children }: { className: string; children: ReactNode }) {
  const outage = useOutage()
  return (
    <main id={mainId} tabIndex={-1} className={`${outage ? 'pb-32' : 'pb-8'} ${className}`}>
      {children}
    </main>
  )
}

/** Becomes visible with the first press of Tab. */
export function SkipLink() {
  const { ui } = useWords()
  return (
    <a
      href={`#${mainId}`}
      // The router would treat a fragment as a navigation, but the target is on this page.
      onClick={event => {
        event.preventDefault()
        document.getElementById(mainId)?.focus()
      }}
      className="fixed top-2 start-2 z-20 flex min-h-11 -translate-y-20 items-center rounded-md bg-accent px-4 text-small font-medium text-on-accent opacity-0 focus:translate-y-0 focus:opacity-100"
    >
      {ui.skip}
    </a>
  )
}

import { type ReactNode, useState } from 'react'
import { useWords } from '../../../platform/words/use-words.ts'
import { PageHeading } from '../page-heading.tsx'
import { useIsLive } from '../use-is-live.ts'
import { Door } from './door.tsx'

interface Props {
  /** The heading and the document title. */
  title: string
  describedBy?: string | undefined
  children: ReactNode
}

/** A page outside the signed-in layout: one narrow column. */
export function NarrowPage({ title, describedBy, children }: Props) {
  const isLive = useIsLive()
  return (
    <Door>
      <PageHeading title={title} describedBy={describedBy}>
        {title}
      </PageHeading>
      {isLive && <CookieWarning />}
      {children}
    </Door>
  )
}

function CookieWarning() {
  const { ui } = useWords()
  const [hasCookies] = useState(keepsCookies)
  return hasCookies || <p className="mt-4 border-s-2 border-loss ps-4 text-small">{ui.cookiesBlocked}</p>
}

/** Whether the browser keeps cookies for this site. WebKitGTK says that they are enabled even if it keeps none, so this tries one. */
function keepsCookies(): boolean {
  if (!navigator.cookieEnabled) return false
  // biome-ignore lint/suspicious/noDocumentCookie: Firefox 115 and Safari 16.4 lack the Cookie Store API
  document.cookie = 'latchkey-try=1; SameSite=Strict'
  const isKept = document.cookie.includes('latchkey-try')
  // biome-ignore lint/suspicious/noDocumentCookie: as above
  document.cookie = 'latchkey-try=; Max-Age=0'
  return isKept
}

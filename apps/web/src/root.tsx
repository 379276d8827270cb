import type { ReactNode } from 'react'
import { useMe } from './auth/session/use-session.ts'
import { SkipLink } from './platform/ui/layout/main-area.tsx'
import { OutageBanner } from './platform/ui/outage-banner.tsx'

/** What every page has around it. */
export function Root({ children }: { children: ReactNode }) {
  const me = useMe()
  return (
    <>
      <SkipLink />
      {children}
      <OutageBanner signedIn={Boolean(me)} />
    </>
  )
}

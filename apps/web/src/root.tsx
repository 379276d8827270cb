import { Outlet } from '@tanstack/react-router'
import { useMe } from './auth/session/use-session.ts'
import { SkipLink } from './platform/ui/layout/main-area.tsx'
import { OutageBanner } from './platform/ui/outage-banner.tsx'

/** What every page has around it. */
export function Root() {
  const me = useMe()
  return (
    <>
      <SkipLink />
      <Outlet />
      <OutageBanner signedIn={Boolean(me)} />
    </>
  )
}

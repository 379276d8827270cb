import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useMe, useSession } from './auth/session/use-session.ts'
import { SkipLink } from './platform/ui/layout/main-area.tsx'
import { OutageBanner } from './platform/ui/outage-banner.tsx'

/** What stands around every page. */
export function Root() {
  const me = useMe()
  // Never asks by itself. A query stops waiting for the server with its last component, and the router may wait for this.
  useQuery({ ...useSession().query, enabled: false })
  return (
    <>
      <SkipLink />
      <Outlet />
      <OutageBanner signedIn={Boolean(me)} />
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { sessionQuery } from './auth/session/queries.ts'
import { SkipLink } from './platform/ui/layout/main-area.tsx'
import { OutageBanner } from './platform/ui/outage-banner.tsx'

/** What stands around every page. */
export function Root() {
  // Never asks by itself: it only looks whether somebody is known to be signed in.
  const { data: me } = useQuery({ ...sessionQuery, enabled: false })
  return (
    <>
      <SkipLink />
      <Outlet />
      <OutageBanner signedIn={Boolean(me)} />
    </>
  )
}

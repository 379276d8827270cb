import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { sessionQuery } from './sessions/queries.ts'
import { SkipLink } from './ui/layout/main-area.tsx'
import { OutageBanner } from './ui/outage-banner.tsx'

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

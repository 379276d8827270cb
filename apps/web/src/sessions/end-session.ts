import type { Problem } from '@latchkey/contracts/errors'
import { pages } from '@latchkey/contracts/pages'
import type { QueryClient } from '@tanstack/react-query'
import type { AnyRouter } from '@tanstack/react-router'
import type { SessionEnd } from './end-reasons.ts'
import { become } from './queries.ts'

declare module '@tanstack/react-router' {
  interface HistoryState {
    ended?: SessionEnd
  }
}

/** The end that a 401 tells of. */
export function endOf({ code, reason }: Problem): SessionEnd {
  if (code === 'session_ended') return { code, ...(reason && { reason }) }
  return { code: code === 'missing_token' ? code : 'invalid_token' }
}

/** The way to the sign-in page and, unless somebody left on purpose, back to `href` afterwards. */
export function wayToLogin(ended: SessionEnd, href: string) {
  const comesBack = href !== pages.home && ended.code !== 'signed_out'
  return { to: pages.login, search: comesBack ? { return: href } : {}, state: { ended }, replace: true }
}

/** Forgets everything that this page knows about the person, and goes to the sign-in page. */
export function endSession(router: AnyRouter, queryClient: QueryClient, ended: SessionEnd): void {
  become(queryClient, null)
  const { pathname, href } = router.latestLocation
  if (pathname !== pages.login) void router.navigate(wayToLogin(ended, href))
  // The reason is told once, to the first call that hears it: a later "there is no token" does not wipe it away.
  else if (ended.code !== 'missing_token')
    void router.navigate({ to: pages.login, search: true, state: { ended }, replace: true })
}

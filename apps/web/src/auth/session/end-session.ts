import type { Problem } from '@latchkey/contracts/errors'
import { pages } from '@latchkey/contracts/pages'
import type { QueryClient } from '@tanstack/react-query'
import type { AnyRouter } from '@tanstack/react-router'
import { isHeld, isHeldOver } from './hold.ts'
import { become, type Me, sessionQuery } from './queries.ts'
import { endCodes, type SessionEnd } from './session-end.ts'
import { tellOtherTabs } from './tabs.ts'

declare module '@tanstack/react-router' {
  interface HistoryState {
    ended?: SessionEnd
  }
}

/** Whom this page believes to be signed in. */
export const findMe = (queryClient: QueryClient): Me | null | undefined =>
  queryClient.getQueryData(sessionQuery.queryKey)

/** The end that a 401 tells of, to a page that knew `me`. */
export function endOf({ code, reason }: Problem, me: Me | null | undefined): SessionEnd {
  if (code === 'session_ended') return { code, ...(reason && { reason }) }
  if (code !== 'missing_token') return { code: 'invalid_token' }
  return { code: me ? 'token_lost' : code }
}

/** The way to the sign-in page and, unless somebody left on purpose, back to `href` afterwards. */
export function wayToLogin(ended: SessionEnd, href: string) {
  const comesBack = href !== pages.home && ended.code !== 'signed_out'
  return { to: pages.login, search: comesBack ? { return: href } : {}, state: { ended }, replace: true }
}

/**
 * Leads away from a session that a 401 tells the end of, and takes the other tabs along: the server tells the reason
 * once, to whoever asks first. A first visit, which knew nobody, has nothing to tell them.
 */
export function endByProblem(router: AnyRouter, queryClient: QueryClient, problem: Problem): void {
  const me = findMe(queryClient)
  const ended = endOf(problem, me)
  // What a page that is held hears after the end is its echo, and knows less than was told before.
  if (ended.code !== 'session_ended' && isHeldOver()) return
  if (me || ended.code === 'session_ended') tellOtherTabs({ ended, ...(me && { sessionId: me.session.id }) })
  endSession(router, queryClient, ended)
}

/**
 * Forgets everything that this page knows about the person, and goes to the sign-in page; where something is half typed,
 * the page is asked to hold on to it instead.
 */
export function endSession(router: AnyRouter, queryClient: QueryClient, ended: SessionEnd): void {
  if (!isHeld(ended)) leaveSession(router, queryClient, ended)
}

/** The same, whatever is half typed. A page that is for everybody stays: it may be what ended the session. */
export function leaveSession(router: AnyRouter, queryClient: QueryClient, ended: SessionEnd): void {
  become(queryClient, null)
  const { pathname, href, state } = router.latestLocation
  const [routes] = router.getMatchedRoutes(pathname)
  if (routes.some(({ id }) => id === '/signed-in')) void router.navigate(wayToLogin(ended, href))
  // The reason is told once, to the first call that hears it: what knows less does not wipe it away.
  else if (pathname === pages.login && weight(ended) > weight(state.ended))
    void router.navigate({
      to: pages.login,
      search: ended.code === 'signed_out' ? {} : true,
      state: { ended },
      replace: true,
    })
}

const weight = (ended: SessionEnd | undefined): number => (ended ? endCodes.indexOf(ended.code) : 0)

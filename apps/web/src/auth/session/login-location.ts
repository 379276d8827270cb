import { pages } from '@latchkey/contracts/pages'
import type { AnyRouter } from '@tanstack/react-router'
import { type SessionEnd, tellsMore } from './machine.ts'

declare module '@tanstack/react-router' {
  interface HistoryState {
    ended?: SessionEnd
  }
}

/**
 * The location of the sign-in page. It leads back to `href` afterwards, unless the person signed out. After a deletion, that of the
 * page that says what happens next.
 */
export function loginLocation(ended: SessionEnd, href: string) {
  if (ended.reason === 'account_deleted') return { to: pages.deleted, state: { ended }, replace: true }
  const leadsBack = href !== pages.home && ended.code !== 'signed_out'
  return { to: pages.login, search: leadsBack ? { return: href } : {}, state: { ended }, replace: true }
}

/** Goes to the sign-in page, which says why. A public page stays open: it may have ended the session itself. */
export function goToLogin(router: AnyRouter, ended: SessionEnd): void {
  const { pathname, href, state } = router.latestLocation
  const [routes] = router.getMatchedRoutes(pathname)
  if (routes.some(({ id }) => id === '/signed-in')) return void router.navigate(loginLocation(ended, href))
  // The history survives a reload. An end that says less must not replace the one in it.
  if (pathname !== pages.login || !tellsMore(ended, state.ended ?? { code: 'missing_token' })) return
  const search = ended.code === 'signed_out' ? {} : true
  void router.navigate({ to: pages.login, search, state: { ended }, replace: true })
}

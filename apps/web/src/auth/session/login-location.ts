import { pages } from '@latchkey/contracts/pages'
import type { AnyRouter } from '@tanstack/react-router'
import { type SessionEnd, tellsMore } from './machine.ts'

declare module '@tanstack/react-router' {
  interface HistoryState {
    ended?: SessionEnd
  }
}

/** The way to the sign-in page and, unless somebody left on purpose, back to `href` afterwards. */
export function loginLocation(ended: SessionEnd, href: string) {
  const comesBack = href !== pages.home && ended.code !== 'signed_out'
  return { to: pages.login, search: comesBack ? { return: href } : {}, state: { ended }, replace: true }
}

/** Leads to the sign-in page, which says why. A page that is for everybody stays: it may be what ended the session. */
export function goToLogin(router: AnyRouter, ended: SessionEnd): void {
  const { pathname, href, state } = router.latestLocation
  const [routes] = router.getMatchedRoutes(pathname)
  if (routes.some(({ id }) => id === '/signed-in')) return void router.navigate(loginLocation(ended, href))
  // The history outlives a reload: what was told before it is not wiped away by less.
  if (pathname !== pages.login || !tellsMore(ended, state.ended ?? { code: 'missing_token' })) return
  const search = ended.code === 'signed_out' ? {} : true
  void router.navigate({ to: pages.login, search, state: { ended }, replace: true })
}

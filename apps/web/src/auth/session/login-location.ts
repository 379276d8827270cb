import { pages } from '@latchkey/contracts/pages'
import type { Target } from '../../platform/router/location.ts'
import type { Router } from '../../platform/router/router.ts'
import { type SessionEnd, tellsMore } from './machine.ts'

declare module '../../platform/router/location.ts' {
  interface HistoryState {
    ended?: SessionEnd
  }
}

/**
 * The location of the sign-in page. It leads back to `href` afterwards, unless the person signed out. After a deletion, that of the
 * page that says what happens next.
 */
export function loginLocation(ended: SessionEnd, href: string): Target {
  if (ended.reason === 'account_deleted') return { to: pages.deleted, state: { ended }, replace: true }
  const leadsBack = href !== pages.home && ended.code !== 'signed_out'
  const search = leadsBack ? `?${new URLSearchParams({ return: href })}` : ''
  return { to: pages.login + search, state: { ended }, replace: true }
}

/** Goes to the sign-in page, which says why. A public page stays open: it may have ended the session itself. */
export function goToLogin(router: Router, ended: SessionEnd): void {
  const { pathname, search, href, state } = router.getLatest()
  if (router.routeAt(pathname).layout) return void router.navigate(loginLocation(ended, href))
  // The history survives a reload. An end that says less must not replace the one in it.
  if (pathname !== pages.login || !tellsMore(ended, state.ended ?? { code: 'missing_token' })) return
  const isSignedOut = ended.code === 'signed_out'
  void router.navigate({
    to: isSignedOut ? pages.login : pages.login + search,
    state: { ...(!isSignedOut && state), ended },
    replace: true,
  })
}

import { siteOf } from '@latchkey/contracts/platform/presented'
import type { FastifyRequest } from 'fastify'
import { ApiError } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'
import { hasOurCookie } from './cookies.ts'
import { isCorsClient } from './cors.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses an unsafe request (not GET, HEAD or OPTIONS) from another site, unless CORS_ORIGINS names that site. Sites in CORS_ORIGINS
 * must use a bearer token, so their requests with any of our cookies are refused, even GET.
 * `Sec-Fetch-Site`, which a page cannot forge, decides if it is present. Otherwise `Origin` must match `APP_URL`. `Host` is never used,
 * since the client chooses it. A request with neither header comes from an API client, not from a recent browser. It may pass
 * if it has none of our cookies (OWASP, CSRF prevention, "Fetch Metadata").
 * @throws {ApiError} cross_origin
 */
export function refuseForeignOrigin(settings: Settings, request: FastifyRequest): void {
  if (isCorsClient(settings, request)) {
    if (hasOurCookie(settings, request)) throw new ApiError('cross_origin')
    return
  }
  if (safeMethods.has(request.method)) return
  const site = siteOf(request.headers, settings.appUrl.origin)
  if (site === 'foreign') throw new ApiError('cross_origin')
  if (hasOurCookie(settings, request)) requireSameOrigin(settings, request)
}

function requireSameOrigin(settings: Settings, request: FastifyRequest): void {
  if (!isSameOrigin(settings, request)) throw new ApiError('cross_origin')
}

/** Whether a request provably comes from our own pages. */
export const isSameOrigin = (settings: Settings, request: FastifyRequest): boolean =>
  siteOf(request.headers, settings.appUrl.origin) === 'same'

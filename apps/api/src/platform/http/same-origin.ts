import type { FastifyRequest } from 'fastify'
import { ApiError } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'
import { hasOurCookie } from './cookies.ts'
import { isCorsClient } from './cors.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses an unsafe request that another site made, unless CORS_ORIGINS names it; of those any that brings a cookie of ours, to read
 * as to change, since they are meant to speak by a bearer token. `Sec-Fetch-Site`, which a page cannot forge, decides where it is sent,
 * else `Origin` against `APP_URL`; `Host` is never asked, since whoever makes the request chooses it. Neither header
 * means no browser of the last years: an API client, which may pass as long as it brings no cookie (OWASP, CSRF
 * prevention, "Fetch Metadata").
 * @throws {ApiError} cross_origin
 */
export function refuseForeignOrigin(settings: Settings, request: FastifyRequest): void {
  if (isCorsClient(settings, request)) {
    if (hasOurCookie(settings, request)) throw new ApiError('cross_origin')
    return
  }
  if (safeMethods.has(request.method)) return
  const site = siteOf(settings, request)
  if (site === 'foreign') throw new ApiError('cross_origin')
  if (hasOurCookie(settings, request)) requireSameOrigin(settings, request)
}

/**
 * Passes only what provably comes from our own pages: for requests that bring a cookie, or ask for one.
 * @throws {ApiError} cross_origin
 */
export function requireSameOrigin(settings: Settings, request: FastifyRequest): void {
  if (!isSameOrigin(settings, request)) throw new ApiError('cross_origin')
}

/** Whether a request provably comes from our own pages. */
export const isSameOrigin = (settings: Settings, request: FastifyRequest): boolean =>
  siteOf(settings, request) === 'same'

function siteOf(settings: Settings, request: FastifyRequest): 'same' | 'foreign' | 'unknown' {
  const { 'sec-fetch-site': fetchSite, origin } = request.headers
  if (fetchSite === 'same-origin') return 'same'
  // `none` is a person's own doing, such as an address typed in; it proves no origin.
  if (fetchSite !== undefined && fetchSite !== 'none') return 'foreign'
  if (origin !== undefined) return origin === settings.appUrl.origin ? 'same' : 'foreign'
  return 'unknown'
}

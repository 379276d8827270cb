import type { IncomingHttpHeaders } from 'node:http'
import { presentedBearer, siteOf } from '@latchkey/contracts/platform/presented'
import { cookieNames, tokenPrefix } from '@latchkey/contracts/technical'
import { type Presented, type Refused, refused } from './verdict.ts'

const token = `${tokenPrefix}[\\w-]{86}`
const tokenPattern = new RegExp(`^${token}$`)
const safeMethods = ['GET', 'HEAD', 'OPTIONS']

/** Where the pages are that may use the cookie. */
export interface Pages {
  readonly origin: string
  readonly cookieName: string
  readonly cookiePattern: RegExp
}

/** @throws {TypeError} if this is no URL */
export function pagesAt(address: string): Pages {
  const { origin, protocol, hostname } = new URL(address)
  // As the API does: with this prefix a browser keeps the cookie for this one host, and only over https or at localhost.
  const isSecure = protocol === 'https:' || hostname === 'localhost'
  const cookieName = `${isSecure ? '__Host-' : ''}${cookieNames.session}`
  return { origin, cookieName, cookiePattern: new RegExp(`(?:^|; *)${cookieName}=(${token}) *(?:;|$)`) }
}

/**
 * The token of a request, in `Authorization` or else in the cookie, or why there is none. What cannot be a token is refused here, so the
 * API is not asked. A cookie counts for a change only if the request comes from the pages themselves (OWASP, CSRF prevention): the browser
 * sends it along with requests of other sites too. A bearer token of a proxy beside it is not ours, as in the API.
 */
export function presentedBy(headers: IncomingHttpHeaders, method: string, pages: Pages): Presented | Refused {
  const [, cookie] = pages.cookiePattern.exec(headers.cookie ?? '') ?? []
  const isSameOrigin = siteOf(headers, pages.origin) === 'same'
  const bearer = presentedBearer(headers.authorization, () => cookie !== undefined || isSameOrigin)
  if (bearer !== undefined) {
    if (bearer === null || !tokenPattern.test(bearer)) return refused(401, 'invalid_token')
    return { token: bearer, delivery: 'bearer' }
  }
  if (cookie === undefined) return refused(401, 'missing_token')
  if (!safeMethods.includes(method) && !isSameOrigin) return refused(403, 'cross_origin')
  return { token: cookie, delivery: 'cookie' }
}

import type { IncomingHttpHeaders } from 'node:http'
import { cookieNames, tokenPrefix } from '@latchkey/contracts/technical'
import { type Presented, type Refused, refused } from './verdict.ts'

const token = `${tokenPrefix}[\\w-]{86}`
const bearerPattern = new RegExp(`^bearer +(${token}) *$`, 'i')
/** A header that may hold our token. Credentials of another scheme are for a proxy. */
const maybeOurs = new RegExp(`bearer|${tokenPrefix}`, 'i')
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
 * sends it along with requests of other sites too.
 */
export function presentedBy(headers: IncomingHttpHeaders, method: string, pages: Pages): Presented | Refused {
  const { authorization } = headers
  if (authorization !== undefined && maybeOurs.test(authorization)) {
    const [, token] = bearerPattern.exec(authorization) ?? []
    return token === undefined ? refused(401, 'invalid_token') : { token, delivery: 'bearer' }
  }
  const [, token] = pages.cookiePattern.exec(headers.cookie ?? '') ?? []
  if (token === undefined) return refused(401, 'missing_token')
  if (!safeMethods.includes(method) && !isSameOrigin(headers, pages)) return refused(403, 'cross_origin')
  return { token, delivery: 'cookie' }
}

/** A page cannot forge `Sec-Fetch-Site`. Older browsers send only `Origin`. */
const isSameOrigin = ({ 'sec-fetch-site': site, origin }: IncomingHttpHeaders, pages: Pages): boolean =>
  site === undefined || site === 'none' ? origin === pages.origin : site === 'same-origin'

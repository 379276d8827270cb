import { tokenPrefix } from '../technical.ts'

// How a request presents a session. The API and the guard of a second service read it by the same functions, or one would accept what the
// other refuses.

/** The headers that say where a request comes from. */
export interface OriginHeaders {
  readonly 'sec-fetch-site'?: string | string[] | undefined
  readonly origin?: string | undefined
}

/** The scheme in any case, an optional colon, any number of spaces, and one token (b64token of RFC 6750). Nothing else. */
const bearerPattern = /^bearer(?: *: *| +)([A-Za-z0-9._~+/-]+=*) *$/i

/** A scheme that mentions no bearer token, with credentials (RFC 9110 section 11.4) or without, such as `Basic YTpi` or `Basic`. */
const otherSchemePattern = new RegExp(`^(?!.*(?:bearer|${tokenPrefix}))[\\w!#$%&'*+.^\`|~-]+(?: +\\S.*| *)$`, 'i')

/** The token in `Authorization`, or null if it is not exactly one bearer token. */
export const parseAuthorization = (header: string): string | null => bearerPattern.exec(header)?.[1] ?? null

/**
 * The header that may hold our token. Credentials of another scheme are for a proxy before us, such as the password of a staging
 * server: they count as no header. So does a bearer token that cannot be ours beside our cookie, or from our own pages, which send none:
 * a proxy that signs people in adds its own to each request. The checks against other sites look at the cookie, and ignore this header.
 * A header that is malformed, or may hold one of our tokens, counts.
 */
export function ourAuthorization(authorization: string | undefined, isOfBrowser: () => boolean): string | undefined {
  if (authorization === undefined || otherSchemePattern.test(authorization)) return undefined
  const token = parseAuthorization(authorization)
  if (token === null || token.toLowerCase().includes(tokenPrefix)) return authorization
  return isOfBrowser() ? undefined : authorization
}

/** Whether these headers prove that a request comes from the pages of this origin. `unknown`: they say nothing, as of an API client. */
export function siteOf(headers: OriginHeaders, own: string): 'same' | 'foreign' | 'unknown' {
  const { 'sec-fetch-site': fetchSite, origin } = headers
  if (fetchSite === 'same-origin') return 'same'
  // `none` means that the person caused the request, for example by typing an address. It proves no origin.
  if (fetchSite !== undefined && fetchSite !== 'none') return 'foreign'
  if (origin !== undefined) return origin === own ? 'same' : 'foreign'
  return 'unknown'
}

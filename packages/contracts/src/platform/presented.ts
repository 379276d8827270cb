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

/** What any spelling of one of our tokens begins with. */
const oursPattern = new RegExp(tokenPrefix, 'i')

/**
 * The bearer token in `Authorization`. Null: the header is malformed. Undefined: it is not for us, and counts as no header.
 *
 * Credentials of another scheme are for a proxy before us, such as the password of a staging server. So is a bearer token that cannot be
 * ours beside our cookie, or from our own pages, which send none: a proxy that signs people in adds its own to each request. The checks
 * against other sites look at the cookie, and ignore this header. A header that is malformed, or may hold one of our tokens, counts.
 */
export function presentedBearer(
  authorization: string | undefined,
  isOfBrowser: () => boolean,
): string | null | undefined {
  if (authorization === undefined) return undefined
  const token = bearerPattern.exec(authorization)?.[1]
  if (token === undefined) return otherSchemePattern.test(authorization) ? undefined : null
  return oursPattern.test(token) || !isOfBrowser() ? token : undefined
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

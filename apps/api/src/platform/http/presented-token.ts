import { tokenPrefix } from '@latchkey/contracts/technical'
import type { FastifyRequest } from 'fastify'
import type { PresentedToken } from '../context.ts'
import { ApiError } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'
import { readCookie } from './cookies.ts'
import { isSameOrigin } from './same-origin.ts'

/** The scheme in any case, an optional colon, any number of spaces, and one token (b64token of RFC 6750). Nothing else. */
const bearerPattern = /^bearer(?: *: *| +)([A-Za-z0-9._~+/-]+=*) *$/i

/** A scheme that mentions no bearer token, with credentials (RFC 9110 section 11.4) or without, such as `Basic YTpi` or `Basic`. */
const otherSchemePattern = /^(?!.*(?:bearer|lk_))[\w!#$%&'*+.^`|~-]+(?: +\S.*| *)$/i

/** The token in `Authorization`, or null if it is not exactly one bearer token. */
const parseAuthorization = (header: string): string | null => bearerPattern.exec(header)?.[1] ?? null

/**
 * The header that may hold our token. Credentials of another scheme are for a proxy before us, such as the password of a staging
 * server: they count as no header. So does a bearer token that cannot be ours beside our cookie, or from our own pages, which send none:
 * a proxy that signs people in adds its own to each request. The checks against other sites look at the cookie, and ignore this header.
 * A header that is malformed, or may hold one of our tokens, counts.
 */
function ourAuthorization(settings: Settings, request: FastifyRequest): string | undefined {
  const { authorization } = request.headers
  if (authorization === undefined || otherSchemePattern.test(authorization)) return undefined
  const token = parseAuthorization(authorization)
  if (token === null || token.toLowerCase().includes(tokenPrefix)) return authorization
  const isOfBrowser = hasCookie(settings, request) || isSameOrigin(settings, request)
  return isOfBrowser ? undefined : authorization
}

const hasCookie = (settings: Settings, request: FastifyRequest): boolean =>
  readCookie(settings, request, 'session') !== undefined

/** Whether the request is for the session in our cookie, and not for one in its header. */
export const presentsCookie = (settings: Settings, request: FastifyRequest): boolean =>
  hasCookie(settings, request) && ourAuthorization(settings, request) === undefined

/**
 * The token of a request. The header takes precedence over the cookie. The token is not verified.
 * @throws {ApiError} missing_token, or invalid_token if the header is malformed
 */
export function requirePresentedToken(settings: Settings, request: FastifyRequest): PresentedToken {
  const authorization = ourAuthorization(settings, request)
  if (authorization !== undefined) {
    const token = parseAuthorization(authorization)
    if (token === null) throw new ApiError('invalid_token')
    return { token, delivery: 'bearer' }
  }
  const token = readCookie(settings, request, 'session')
  if (token === undefined) throw new ApiError('missing_token')
  return { token, delivery: 'cookie' }
}

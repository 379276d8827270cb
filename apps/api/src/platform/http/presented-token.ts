import type { FastifyRequest } from 'fastify'
import type { PresentedToken } from '../context.ts'
import { ApiError } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'
import { readCookie } from './cookies.ts'

/** The scheme in any case, an optional colon, any number of spaces, and one token (b64token of RFC 6750). Nothing else. */
const bearerPattern = /^bearer(?: *: *| +)([A-Za-z0-9._~+/-]+=*) *$/i

/** Credentials with a scheme (RFC 9110 section 11.4) that mention no bearer token, such as `Basic YTpi`. */
const otherSchemePattern = /^(?!.*(?:bearer|lk_))[\w!#$%&'*+.^`|~-]+ +\S/i

/** The token in `Authorization`, or null if it is not exactly one bearer token. */
const parseAuthorization = (header: string): string | null => bearerPattern.exec(header)?.[1] ?? null

/**
 * The header that may hold our token. Credentials of another scheme are for a proxy before us, such as the password of a staging
 * server: they count as no header. A header that is malformed, or may hold one of our tokens, counts.
 */
const ourAuthorization = ({ headers: { authorization } }: FastifyRequest): string | undefined =>
  authorization === undefined || otherSchemePattern.test(authorization) ? undefined : authorization

/** Whether the request is for the session in our cookie, and not for one in its header. */
export const presentsCookie = (settings: Settings, request: FastifyRequest): boolean =>
  ourAuthorization(request) === undefined && readCookie(settings, request, 'session') !== undefined

/**
 * The token of a request. The header takes precedence over the cookie. The token is not verified.
 * @throws {ApiError} missing_token, or invalid_token if the header is malformed
 */
export function requirePresentedToken(settings: Settings, request: FastifyRequest): PresentedToken {
  const authorization = ourAuthorization(request)
  if (authorization !== undefined) {
    const token = parseAuthorization(authorization)
    if (token === null) throw new ApiError('invalid_token')
    return { token, delivery: 'bearer' }
  }
  const token = readCookie(settings, request, 'session')
  if (token === undefined) throw new ApiError('missing_token')
  return { token, delivery: 'cookie' }
}

import type { FastifyRequest } from 'fastify'
import type { PresentedToken } from '../context.ts'
import { ApiError } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'
import { readCookie } from './cookies.ts'

/** The scheme in any case, an optional colon, any number of spaces, and one token (b64token of RFC 6750). Nothing else. */
const bearerPattern = /^bearer(?: *: *| +)([A-Za-z0-9._~+/-]+=*) *$/i

/** The token in `Authorization`, or null if it is not exactly one bearer token. */
const parseAuthorization = (header: string): string | null => bearerPattern.exec(header)?.[1] ?? null

/**
 * The token of a request. The header takes precedence over the cookie. The token is not verified.
 * @throws {ApiError} missing_token, or invalid_token if the header is malformed
 */
export function requirePresentedToken(settings: Settings, request: FastifyRequest): PresentedToken {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const token = isRepeated(request) ? null : parseAuthorization(authorization)
    if (token === null) throw new ApiError('invalid_token')
    return { token, delivery: 'bearer' }
  }
  const token = readCookie(settings, request, 'session')
  if (token === undefined) throw new ApiError('missing_token')
  return { token, delivery: 'cookie' }
}

// Node keeps the first of two Authorization headers, but a proxy may have checked the second.
function isRepeated({ raw: { rawHeaders } }: FastifyRequest): boolean {
  let count = 0
  for (let at = 0; at < rawHeaders.length; at += 2) if (isAuthorization(rawHeaders[at])) count += 1
  return count > 1
}

// Compares the length first, which is faster: every signed-in request runs this.
const isAuthorization = (name: string | undefined) =>
  name?.length === 'authorization'.length && name.toLowerCase() === 'authorization'

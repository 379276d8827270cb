import { presentedBearer } from '@latchkey/contracts/platform/presented'
import type { FastifyRequest } from 'fastify'
import type { PresentedToken } from '../context.ts'
import { ApiError } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'
import { readCookie } from './cookies.ts'
import { isSameOrigin } from './same-origin.ts'

const bearerOf = (settings: Settings, request: FastifyRequest): string | null | undefined =>
  presentedBearer(request.headers.authorization, () => hasCookie(settings, request) || isSameOrigin(settings, request))

const hasCookie = (settings: Settings, request: FastifyRequest): boolean =>
  readCookie(settings, request, 'session') !== undefined

/** Whether the request is for the session in our cookie, and not for one in its header. */
export const presentsCookie = (settings: Settings, request: FastifyRequest): boolean =>
  hasCookie(settings, request) && bearerOf(settings, request) === undefined

/**
 * The token of a request. The header takes precedence over the cookie. The token is not verified.
 * @throws {ApiError} missing_token, or invalid_token if the header is malformed
 */
export function requirePresentedToken(settings: Settings, request: FastifyRequest): PresentedToken {
  const bearer = bearerOf(settings, request)
  if (bearer === null) throw new ApiError('invalid_token')
  if (bearer !== undefined) return { token: bearer, delivery: 'bearer' }
  const token = readCookie(settings, request, 'session')
  if (token === undefined) throw new ApiError('missing_token')
  return { token, delivery: 'cookie' }
}

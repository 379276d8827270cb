import type { FastifyReply, FastifyRequest } from 'fastify'
import { ApiError } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'
import { isApi, isHealth, targetOf } from './path.ts'

/**
 * In production, redirects a page request over http to https, at the address of APP_URL and never at that of `Host`. Refuses an API
 * call over http instead: a redirect would hide that its token has just crossed the network unencrypted (ASVS 4.1.2).
 * Returns the reply if it redirected.
 * @throws {ApiError} https_required
 */
export function requireHttps(
  settings: Settings,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | undefined {
  if (!settings.production || /^https$/i.test(request.protocol)) return undefined
  if (isHealth(request)) return undefined
  if (isApi(request) || !['GET', 'HEAD'].includes(request.method)) throw new ApiError('https_required')
  return reply.redirect(settings.appUrl.origin + targetOf(request), 308)
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Settings } from '../settings/settings.ts'
import { isApi } from './path.ts'

/** Browsers repeat a preflight after this time. Until then, an origin removed from the list may still pass in them. */
const preflightSeconds = 600

const preflightHeaders = {
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': preflightSeconds,
}

/** Whether a page of an origin in CORS_ORIGINS calls the API. Like any API client, it acts for the owner of its bearer token. */
export const isCorsClient = (settings: Settings, request: FastifyRequest): boolean =>
  settings.corsOrigins.size > 0 && settings.corsOrigins.has(request.headers.origin ?? '') && isApi(request)

/**
 * Lets such a page read the answer, and answers its preflight (Fetch standard, section 3.3). It never allows credentials: other
 * origins must not use our cookies (ASVS 3.4.2). Returns the reply if it answered a preflight.
 */
export function answerCors(settings: Settings, request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  if (settings.corsOrigins.size === 0 || !isApi(request)) return undefined
  // A cache must not send the answer for one origin to another.
  reply.header('vary', 'Origin')
  if (!isCorsClient(settings, request)) return undefined
  reply.header('access-control-allow-origin', request.headers.origin)
  if (request.method === 'OPTIONS') return reply.headers(preflightHeaders).code(204).send()
  reply.header('access-control-expose-headers', 'retry-after, www-authenticate, x-request-id')
  return undefined
}

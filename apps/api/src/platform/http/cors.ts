import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Settings } from '../settings/settings.ts'
import { isApi } from './path.ts'

/** Browsers ask again after this; a shorter list of origins holds at once for whoever has not asked yet. */
const preflightSeconds = 600

const preflightHeaders = {
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': preflightSeconds,
}

/** Whether a page of an origin that CORS_ORIGINS names calls the API. It speaks for whose bearer token it has, as any API client. */
export const isCorsClient = (settings: Settings, request: FastifyRequest): boolean =>
  settings.corsOrigins.size > 0 && settings.corsOrigins.has(request.headers.origin ?? '') && isApi(request)

/**
 * Lets such a page read the answer, and answers its preflight (Fetch standard, section 3.3). Never with credentials: no cookie of
 * ours is for a page that is not ours (ASVS 3.4.2). Answers the reply where nothing else is to be done.
 */
export function answerCors(settings: Settings, request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  if (settings.corsOrigins.size === 0 || !isApi(request)) return undefined
  // A cache must not give one origin what was meant for another, or for none.
  reply.header('vary', 'Origin')
  if (!isCorsClient(settings, request)) return undefined
  reply.header('access-control-allow-origin', request.headers.origin)
  if (request.method === 'OPTIONS') return reply.headers(preflightHeaders).code(204).send()
  reply.header('access-control-expose-headers', 'retry-after, www-authenticate, x-request-id')
  return undefined
}

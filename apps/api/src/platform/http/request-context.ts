import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import type { PresentedToken, Principal, RequestContext, SessionContext, VisitorContext } from '../context.ts'
import { readBrowserTokens } from './cookies.ts'
import { languageOf } from './language.ts'
import { clientAddress } from './proxies.ts'
import { isSameOrigin } from './same-origin.ts'

const userAgentMaxLength = 512

/** The dependencies that the HTTP edge needs. */
export type Edge = Pick<Deps, 'settings' | 'clock'>

const requestContext = ({ clock }: Edge, request: FastifyRequest): RequestContext => ({
  at: clock.now(),
  ip: clientAddress(request),
  userAgent: request.headers['user-agent']?.slice(0, userAgentMaxLength) ?? null,
  requestId: request.id,
  language: languageOf(request),
  undoOnFailure: [],
})

/** The context of a request to a public endpoint. */
export function visitorContext(edge: Edge, request: FastifyRequest): VisitorContext {
  const { settings } = edge
  const browser = isSameOrigin(settings, request) ? readBrowserTokens(settings, request) : null
  return { ...requestContext(edge, request), browser }
}

/** The context of a request behind the guard. */
export const sessionContext = (
  edge: Edge,
  request: FastifyRequest,
  { user, session, kind, methods, mustAddFactor, role }: Principal,
  token: PresentedToken,
): SessionContext => ({ ...requestContext(edge, request), kind, user, session, methods, mustAddFactor, role, token })

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { ApiError } from '../errors.ts'
import { clearSessionCookie, setSessionCookie } from '../http/cookies.ts'
import { requirePresentedToken } from '../http/presented-token.ts'
import { authenticate, cookieMaxAgeSeconds } from './service.ts'

/** Lets nobody through without a living session, and tells the handler whose it is. Runs before a body is read. */
export function guard(deps: Deps) {
  const { settings } = deps
  return async function authenticated(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const presented = requirePresentedToken(settings, request)
    const { principal, resigned } = await authenticate(deps, presented).catch(error => {
      // The browser forgets an ended session's token, so the reason is told once. An invalid one stays: it may have been
      // replaced by another tab a moment ago, and clearing would take the new one.
      if (presented.delivery === 'cookie' && error instanceof ApiError && error.code === 'session_ended')
        clearSessionCookie(settings, reply)
      throw error
    })
    request.principal = principal
    if (resigned && presented.delivery === 'cookie')
      setSessionCookie(settings, reply, resigned, cookieMaxAgeSeconds(deps, principal.session))
  }
}

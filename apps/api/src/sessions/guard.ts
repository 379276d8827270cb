import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import type { Deps } from '../deps.ts'
import { ApiError } from '../errors.ts'
import { clearSessionCookie, setSessionCookie } from '../http/cookies.ts'
import { requirePresentedToken } from '../http/presented-token.ts'
import type { Authenticated } from '../live-sessions/live-sessions.ts'
import type { PresentedToken } from '../principal.ts'
import { cookieMaxAgeSeconds } from './service.ts'

/**
 * Lets nobody through without a living session, and tells the handler whose it is. Runs before a body is read, and without
 * a promise where memory answers.
 */
export function guard(deps: Deps): onRequestHookHandler {
  const { settings, liveSessions } = deps

  function admit(request: FastifyRequest, reply: FastifyReply, { principal, resigned }: Authenticated): void {
    request.principal = principal
    if (resigned !== undefined && principal.session.delivery === 'cookie')
      setSessionCookie(settings, reply, resigned, cookieMaxAgeSeconds(deps, principal.session))
  }

  async function ask(request: FastifyRequest, reply: FastifyReply, presented: PresentedToken): Promise<void> {
    try {
      admit(request, reply, await liveSessions.load(presented, isUse(request)))
    } catch (error) {
      // The browser forgets an ended session's token, so the reason is told once. An invalid one stays: it may have been
      // replaced by another tab a moment ago, and clearing would take the new one.
      if (presented.delivery === 'cookie' && error instanceof ApiError && error.code === 'session_ended')
        clearSessionCookie(settings, reply)
      throw error
    }
  }

  return function authenticated(request, reply, done) {
    try {
      const presented = requirePresentedToken(settings, request)
      const known = liveSessions.find(presented, isUse(request))
      if (known === undefined) return void ask(request, reply, presented).then(() => done(), done)
      admit(request, reply, known)
    } catch (error) {
      return done(error as Error)
    }
    done()
  }
}

/** Whether the request is a person's doing: a browser opens a stream again and again by itself. */
const isUse = ({ routeOptions }: FastifyRequest) => routeOptions.config.isEventStream !== true

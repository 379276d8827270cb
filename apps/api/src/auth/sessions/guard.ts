import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import type { PresentedToken } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { clearCookie, setCookie } from '../../platform/http/cookies.ts'
import { presentsCookie, requirePresentedToken } from '../../platform/http/presented-token.ts'
import { sendProblem } from '../../platform/http/problems.ts'
import { cookieMaxAge } from '../../platform/http/send-token.ts'
import type { Authenticated } from './cache/session-cache.ts'
import { sessionLookups } from './measures.ts'

/**
 * Refuses requests without a live session, and sets `request.signedIn` for the scope's handlers. Runs before a body is read, and
 * without a promise if memory has the session.
 */
export function guard(scope: FastifyInstance, deps: Deps): void {
  const { settings, sessionCache, metrics } = deps
  /** Cookie tokens that an older key had signed, now signed with the current key. */
  const resignedOf = new WeakMap<FastifyRequest, string>()

  function admit(request: FastifyRequest, token: PresentedToken, { principal, resigned }: Authenticated): void {
    request.signedIn = { principal, token }
    if (resigned !== undefined && principal.session.delivery === 'cookie') resignedOf.set(request, resigned)
  }

  async function ask(request: FastifyRequest, presented: PresentedToken): Promise<void> {
    admit(request, presented, await sessionCache.load(presented, isUse(request)))
  }

  scope.addHook('onRequest', (request, _reply, done) => {
    try {
      const presented = requirePresentedToken(settings, request)
      const known = sessionCache.find(presented, isUse(request))
      metrics?.count(sessionLookups, { result: known ? 'hit' : 'miss' })
      if (known === undefined) return void ask(request, presented).then(() => done(), done)
      admit(request, presented, known)
    } catch (error) {
      return done(error as Error)
    }
    done()
  })

  scope.setErrorHandler((error: FastifyError | ApiError, request, reply) => {
    // An ended session's cookie is cleared, whether the guard or the handler found the end, so the reason is shown once.
    // An invalid token stays: another tab may have just replaced it, and clearing would delete the new one.
    // A stream clears nothing: EventSource hides its answer, so the page asks for the session and learns the reason there.
    if (isEnd(error) && presentsCookie(settings, request) && !isEventStream(request))
      clearCookie(settings, reply, 'session')
    sendProblem(error, request, reply)
  })

  /** Sends the same token signed with the current key, unless it was exchanged meanwhile: the browser would lose the new one. */
  async function resign(request: FastifyRequest, reply: FastifyReply, resigned: string): Promise<void> {
    const presented = requirePresentedToken(settings, request)
    // On an error, the next request tries again.
    const still = sessionCache.find(presented, false) ?? (await sessionCache.load(presented, false).catch(() => null))
    if (still) setCookie(settings, reply, 'session', resigned, cookieMaxAge(deps, still.principal.session))
  }

  // With one key nothing is ever signed again, so requests need no hook.
  if (deps.keys('session token').length > 1)
    scope.addHook('onSend', (request, reply, payload, done) => {
      const resigned = resignedOf.get(request)
      if (resigned === undefined) return done(null, payload)
      resign(request, reply, resigned).then(() => done(null, payload), done)
    })
}

const isEnd = (error: unknown) => error instanceof ApiError && error.code === 'session_ended'

const isEventStream = ({ routeOptions }: FastifyRequest) => routeOptions.config.isEventStream === true

/** Whether the request counts as use of the session. A browser reopens streams by itself, so they do not count. */
const isUse = (request: FastifyRequest) => !isEventStream(request)

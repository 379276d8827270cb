import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import type { PresentedToken } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { clearCookie, readCookie, setCookie } from '../../platform/http/cookies.ts'
import { requirePresentedToken } from '../../platform/http/presented-token.ts'
import { sendProblem } from '../../platform/http/problems.ts'
import { cookieMaxAge } from '../../platform/http/send-token.ts'
import type { Authenticated } from './cache/session-cache.ts'

/**
 * Lets nobody into a scope without a living session, and tells its handlers whose it is. Runs before a body is read, and without
 * a promise where memory answers.
 */
export function guard(scope: FastifyInstance, deps: Deps): void {
  const { settings, sessionCache } = deps
  /** Cookies that an older key signed, under today's. */
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
      if (known === undefined) return void ask(request, presented).then(() => done(), done)
      admit(request, presented, known)
    } catch (error) {
      return done(error as Error)
    }
    done()
  })

  scope.setErrorHandler((error: FastifyError | ApiError, request, reply) => {
    // The browser forgets an ended session's token, whoever found that it has ended, so the reason is told once. An invalid one
    // stays: it may have been replaced by another tab a moment ago, and clearing would take the new one. Nor does a stream
    // take it: a browser's EventSource hides the answer from the page, which then asks who it is, and is told why.
    if (isEnd(error) && bringsCookie(request) && !isEventStream(request)) clearCookie(settings, reply, 'session')
    sendProblem(error, request, reply)
  })

  const bringsCookie = (request: FastifyRequest) =>
    request.headers.authorization === undefined && readCookie(settings, request, 'session') !== undefined

  /** Gives the browser the same token under today's key, unless the token was exchanged meanwhile: it would lose the new one. */
  async function resign(request: FastifyRequest, reply: FastifyReply, resigned: string): Promise<void> {
    const presented = requirePresentedToken(settings, request)
    // What cannot be told now is done at the next request.
    const still = sessionCache.find(presented, false) ?? (await sessionCache.load(presented, false).catch(() => null))
    if (still) setCookie(settings, reply, 'session', resigned, cookieMaxAge(deps, still.principal.session))
  }

  // With one key nothing is ever signed again, and nobody should pay for it.
  if (deps.keys('session token').length > 1)
    scope.addHook('onSend', (request, reply, payload, done) => {
      const resigned = resignedOf.get(request)
      if (resigned === undefined) return done(null, payload)
      resign(request, reply, resigned).then(() => done(null, payload), done)
    })
}

const isEnd = (error: unknown) => error instanceof ApiError && error.code === 'session_ended'

const isEventStream = ({ routeOptions }: FastifyRequest) => routeOptions.config.isEventStream === true

/** Whether the request is a person's doing: a browser opens a stream again and again by itself. */
const isUse = (request: FastifyRequest) => !isEventStream(request)

import * as contract from '@latchkey/contracts/sign-in'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { gatherFailedSignIns } from '../failed-sign-ins/service.ts'
import { readDeviceCookie, readSessionCookie, setDeviceCookie, setSessionCookie } from '../http/cookies.ts'
import { handOverToken } from '../http/hand-over-token.ts'
import { originOf } from '../http/origin.ts'
import { requirePresentedToken } from '../http/presented-token.ts'
import { answer, restrictedRoute, route } from '../http/route.ts'
import { requireSameOrigin } from '../http/same-origin.ts'
import { cookieMaxAgeSeconds, presentSession } from '../live-sessions/public-session.ts'
import { presentUser } from '../users/service.ts'
import { confirm, signIn } from './service.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  const { settings } = deps
  const failed = gatherFailedSignIns(deps)
  app.addHook('onClose', () => failed.flush())

  route(app, contract.signIn, async ({ email, password, remember, delivery }, request, reply) => {
    // Otherwise another site could sign a person in as somebody else (login CSRF).
    const toBrowser = delivery === 'cookie'
    if (toBrowser) requireSameOrigin(settings, request)

    const client = {
      delivery,
      remembered: remember,
      ...originOf(request),
      replacedToken: toBrowser ? readSessionCookie(settings, request) : undefined,
      deviceToken: toBrowser ? readDeviceCookie(settings, request) : undefined,
    }
    const { token, session, deviceToken, user } = await signIn(deps, { email, password }, client).catch(error => {
      if (error.code === 'invalid_credentials') failed.note(email, originOf(request))
      request.log.info({ event: 'sign_in_refused', code: error.code }, 'sign-in refused')
      throw error
    })
    request.log.info({ event: 'signed_in', userId: user.id, sessionId: session.id, delivery }, 'signed in')

    const shown = { session: presentSession(deps, session, session.id), user: presentUser(user) }
    if (!toBrowser) return answer(200, { token, ...shown })
    setSessionCookie(settings, reply, token, cookieMaxAgeSeconds(deps, session))
    if (deviceToken !== null) setDeviceCookie(settings, reply, deviceToken)
    return answer(200, shown)
  })
}

export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  restrictedRoute(app, contract.confirm, async ({ password }, principal, request, reply) => {
    const { user, session } = principal
    const presented = requirePresentedToken(deps.settings, request)
    const { token, confirmedUntil } = await confirm(deps, principal, presented, password, originOf(request)).catch(
      error => {
        request.log.info({ event: 'confirm_refused', userId: user.id, code: error.code }, 'confirmation refused')
        throw error
      },
    )
    request.log.info({ event: 'confirmed', userId: user.id, sessionId: session.id }, 'session confirmed')
    const way = { delivery: session.delivery, maxAgeSeconds: cookieMaxAgeSeconds(deps, session) }
    return answer(200, {
      confirmedUntil: confirmedUntil.toISOString(),
      ...handOverToken(deps.settings, reply, token, way),
    })
  })
}

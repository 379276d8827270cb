import * as contract from '@latchkey/contracts/sessions'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { clearSessionCookie } from '../http/cookies.ts'
import { originOf } from '../http/origin.ts'
import { requirePresentedToken } from '../http/presented-token.ts'
import { answer, restrictedRoute, route } from '../http/route.ts'
import { welcome } from '../live-sessions/lifetime.ts'
import { endOwnSession, findSessionsOfUser, revokeOtherSessions, revokeOwnSession } from './service.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, contract.signOut, async (_input, request, reply) => {
    const presented = requirePresentedToken(deps.settings, request)
    const session = await endOwnSession(deps, presented, originOf(request))
    if (presented.delivery === 'cookie') {
      clearSessionCookie(deps.settings, reply)
      // ASVS 14.3.1. Not "cookies": with them the browser would forget that it is known to this person.
      reply.header('clear-site-data', '"cache", "storage"')
    }
    request.log.info({ event: 'signed_out', userId: session.userId, sessionId: session.id }, 'signed out')
    return answer(204)
  })
}

export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  restrictedRoute(app, contract.currentSession, (_input, { user, session }) => answer(200, { user, session }))

  restrictedRoute(app, contract.listSessions, async (_input, principal) =>
    answer(200, await findSessionsOfUser(deps, { id: principal.user.id, ...welcome }, principal.session.id)),
  )

  restrictedRoute(app, contract.revokeSession, async ({ id }, principal, request) => {
    const session = await revokeOwnSession(deps, principal, id, originOf(request))
    request.log.info({ event: 'session_revoked', userId: principal.user.id, sessionId: id }, 'session revoked')
    return answer(200, session)
  })

  restrictedRoute(app, contract.revokeOtherSessions, async (_input, principal, request) => {
    const revoked = await revokeOtherSessions(deps, principal, originOf(request))
    request.log.info({ event: 'other_sessions_revoked', userId: principal.user.id, revoked }, 'other sessions revoked')
    return answer(200, { revoked })
  })
}

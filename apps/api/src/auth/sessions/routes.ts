import * as devices from '@latchkey/contracts/auth/devices'
import * as contract from '@latchkey/contracts/auth/sessions'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { clearCookie } from '../../platform/http/cookies.ts'
import { requirePresentedToken } from '../../platform/http/presented-token.ts'
import { answer, restrictedRoute, route } from '../../platform/http/route.ts'
import { endTrustOf } from './end-trust.ts'
import { activeUser } from './lifetime.ts'
import { nameDevice } from './name-device.ts'
import { listSessions, revokeOtherSessions, revokeSession, signOut } from './service.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, contract.signOut, async (_input, context, reply) => {
    const presented = requirePresentedToken(deps.settings, reply.request)
    const session = await signOut(deps, context, presented)
    if (presented.delivery === 'cookie') {
      clearCookie(deps.settings, reply, 'session')
      // ASVS 14.3.1. Without "cookies", which would also clear the cookie that makes this a known device. Without "cache", which
      // takes seconds where it is full: every answer about a person is `no-store`, so it holds only the app's own files.
      reply.header('clear-site-data', '"storage"')
    }
    reply.log.info({ event: 'signed_out', userId: session.userId, sessionId: session.id }, 'signed out')
    return answer(204)
  })
}

export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  restrictedRoute(app, deps, contract.currentSession, (_input, { user, session, mustAddFactor, role }) =>
    answer(200, { user, session, mustAddFactor, isAdmin: role === 'admin' }),
  )

  restrictedRoute(app, deps, devices.listSessions, async (_input, { user, session, language }) =>
    answer(200, await listSessions(deps, { id: user.id, ...activeUser }, { currentId: session.id, language })),
  )

  restrictedRoute(app, deps, devices.nameDevice, async (input, context) =>
    answer(200, await nameDevice(deps, context, input)),
  )

  restrictedRoute(app, deps, devices.endTrust, async (input, context, reply) => {
    await endTrustOf(deps, context, input)
    reply.log.info({ event: 'device_trust_ended', userId: context.user.id, sessionId: input.id }, 'trust ended')
    return answer(204)
  })

  restrictedRoute(app, deps, devices.revokeSession, async ({ id }, context, reply) => {
    const session = await revokeSession(deps, context, id)
    reply.log.info({ event: 'session_revoked', userId: context.user.id, sessionId: id }, 'session revoked')
    return answer(200, session)
  })

  restrictedRoute(app, deps, devices.revokeOtherSessions, async (_input, context, reply) => {
    const revoked = await revokeOtherSessions(deps, context)
    reply.log.info({ event: 'other_sessions_revoked', userId: context.user.id, revoked }, 'other sessions revoked')
    return answer(200, { revoked })
  })
}

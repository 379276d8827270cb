import * as contract from '@latchkey/contracts/account'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { clearSessionCookie } from '../http/cookies.ts'
import { handOverToken } from '../http/hand-over-token.ts'
import { originOf } from '../http/origin.ts'
import { requirePresentedToken } from '../http/presented-token.ts'
import { answer, restrictedRoute } from '../http/route.ts'
import { cookieMaxAgeSeconds } from '../live-sessions/public-session.ts'
import { presentUser } from '../users/service.ts'
import { askForEmail, changeName, changePassword, confirmEmail, exportUser, leave } from './service.ts'

export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  restrictedRoute(app, contract.changeName, async ({ name }, principal, request) =>
    answer(200, presentUser(await changeName(deps, principal, name, originOf(request)))),
  )

  restrictedRoute(app, contract.changePassword, async (passwords, principal, request, reply) => {
    const { user, session } = principal
    const presented = requirePresentedToken(deps.settings, request)
    const { revoked, token } = await changePassword(deps, principal, presented, passwords, originOf(request))
    request.log.info({ event: 'password_changed', userId: user.id, revoked }, 'password changed')
    const way = { delivery: session.delivery, maxAgeSeconds: cookieMaxAgeSeconds(deps, session) }
    return answer(200, { revoked, ...handOverToken(deps.settings, reply, token, way) })
  })

  restrictedRoute(app, contract.changeEmail, async ({ email }, principal, request) => {
    await askForEmail(deps, principal, email, originOf(request))
    request.log.info({ event: 'email_change_asked', userId: principal.user.id }, 'another address asked for')
    return answer(202, { email })
  })

  restrictedRoute(app, contract.confirmEmail, async ({ token }, principal, request) => {
    const user = await confirmEmail(deps, principal, token, originOf(request))
    request.log.info({ event: 'email_changed', userId: user.id }, 'address changed')
    return answer(200, presentUser(user))
  })

  restrictedRoute(app, contract.exportUser, async (_input, principal, request, reply) => {
    const exported = await exportUser(deps, principal, originOf(request))
    request.log.info({ event: 'user_exported', userId: principal.user.id }, 'data exported')
    reply.header('content-disposition', 'attachment; filename="latchkey-export.json"')
    return answer(200, exported)
  })

  restrictedRoute(app, contract.deleteUser, async (_input, principal, request, reply) => {
    await leave(deps, principal, originOf(request))
    if (principal.session.delivery === 'cookie') clearSessionCookie(deps.settings, reply)
    request.log.info({ event: 'user_deleted', userId: principal.user.id }, 'account deleted')
    return answer(204)
  })
}

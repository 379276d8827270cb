import * as contract from '@latchkey/contracts/auth/account'
import { exportUser as exportContract } from '@latchkey/contracts/auth/export'
import { brand } from '@latchkey/contracts/brand'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { clearCookie } from '../../platform/http/cookies.ts'
import { answer, restrictedRoute, route } from '../../platform/http/route.ts'
import { findPasswordState } from '../passwords/service.ts'
import { sendTokens } from '../sessions/send-tokens.ts'
import { askForEmail, cancelEmail, cancelEmailByLink, confirmEmail, findPendingEmail } from './change-address.ts'
import { exportUser } from './export.ts'
import { changeLanguage, changeName, changePassword, changeTimeZone, leave, undoDeletion } from './service.ts'
import { presentUser } from './users.ts'

/** What the link of a mail may do, and the page of a deletion, whose session has ended. */
export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, contract.cancelEmailByLink, async (input, context, reply) => {
    const userId = await cancelEmailByLink(deps, context, input)
    reply.log.info({ event: 'email_change_cancelled', userId }, 'email change cancelled by a mail')
    return answer(204)
  })

  route(app, deps, contract.undoDeletion, async (input, context, reply) => {
    const userId = await undoDeletion(deps, context, input)
    reply.log.info({ event: 'deletion_undone', userId }, 'account deletion undone')
    return answer(204)
  })
}

/** Routes of a signed-in person's account: name, password, address, export and deletion. */
export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  restrictedRoute(app, deps, contract.changeName, async (input, context) =>
    answer(200, presentUser(await changeName(deps, context, input))),
  )

  restrictedRoute(app, deps, contract.changeLanguage, async (input, context) =>
    answer(200, presentUser(await changeLanguage(deps, context, input))),
  )

  restrictedRoute(app, deps, contract.changeTimeZone, async (input, context) =>
    answer(200, presentUser(await changeTimeZone(deps, context, input))),
  )

  restrictedRoute(app, deps, contract.changePassword, async (input, context, reply) => {
    const { revoked, ...tokens } = await changePassword(deps, context, input)
    reply.log.info({ event: 'password_changed', userId: context.user.id, revoked }, 'password changed')
    return answer(200, { revoked, ...sendTokens(deps, reply, tokens, context.session) })
  })

  restrictedRoute(app, deps, contract.passwordState, async (_input, { user }) =>
    answer(200, { password: await findPasswordState(deps, user.id) }),
  )

  restrictedRoute(app, deps, contract.changeEmail, async (input, context, reply) => {
    await askForEmail(deps, context, input)
    reply.log.info({ event: 'email_change_asked', userId: context.user.id }, 'email change requested')
    return answer(202, { email: input.email })
  })

  restrictedRoute(app, deps, contract.pendingEmail, async (_input, context) =>
    answer(200, { pending: await findPendingEmail(deps, context) }),
  )

  restrictedRoute(app, deps, contract.cancelEmail, async (_input, context, reply) => {
    const wasOpen = await cancelEmail(deps, context)
    if (wasOpen) reply.log.info({ event: 'email_change_cancelled', userId: context.user.id }, 'email change cancelled')
    return answer(204)
  })

  restrictedRoute(app, deps, contract.confirmEmail, async (input, context, reply) => {
    const user = await confirmEmail(deps, context, input)
    reply.log.info({ event: 'email_changed', userId: user.id }, 'email address changed')
    return answer(200, presentUser(user))
  })

  restrictedRoute(app, deps, exportContract, async (_input, context, reply) => {
    const exported = await exportUser(deps, context)
    reply.log.info({ event: 'user_exported', userId: context.user.id }, 'account data exported')
    reply.header('content-disposition', `attachment; filename="${brand.fileName}-export.json"`)
    return answer(200, exported)
  })

  restrictedRoute(app, deps, contract.deleteUser, async (_input, context, reply) => {
    const undo = await leave(deps, context)
    if (context.session.delivery === 'cookie') clearCookie(deps.settings, reply, 'session')
    reply.log.info({ event: 'user_deleted', userId: context.user.id }, 'account deleted')
    return answer(200, { undo })
  })
}

import * as contract from '@latchkey/contracts/auth/recovery'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { answer, route } from '../../platform/http/route.ts'
import { sendDeviceToken } from '../sessions/send-tokens.ts'
import { forgotPassword, resetPassword } from './service.ts'
import { keepAccount, notMe } from './undo.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, contract.forgotPassword, async (input, context) => {
    await forgotPassword(deps, context, input)
    return answer(202, { email: input.email })
  })

  route(app, deps, contract.resetPassword, async (input, context, reply) => {
    const { userId, device } = await resetPassword(deps, context, input)
    if (device) sendDeviceToken(deps, reply, device)
    reply.log.info({ event: 'password_reset', userId }, 'password reset')
    return answer(204)
  })

  route(app, deps, contract.notMe, async (input, context, reply) => {
    const userId = await notMe(deps, context, input)
    reply.log.info({ event: 'not_me', userId }, 'a mail was answered with "this was not me"')
    return answer(204)
  })

  route(app, deps, contract.keepAccount, async (input, context, reply) => {
    const userId = await keepAccount(deps, context, input)
    reply.log.info({ event: 'account_kept', userId }, 'a deleted account was kept')
    return answer(204)
  })
}

import * as contract from '@latchkey/contracts/recovery'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { originOf } from '../http/origin.ts'
import { answer, route } from '../http/route.ts'
import { circumstancesOf } from '../notices/service.ts'
import { forgotPassword, notMe, resetPassword } from './service.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  const circumstances = (request: FastifyRequest) => circumstancesOf(deps, originOf(request))

  route(app, contract.forgotPassword, async ({ email }, request) => {
    await forgotPassword(deps, email, circumstances(request))
    return answer(202, { email })
  })

  route(app, contract.resetPassword, async (input, request) => {
    const userId = await resetPassword(deps, input, circumstances(request))
    request.log.info({ event: 'password_reset', userId }, 'password reset')
    return answer(204)
  })

  route(app, contract.notMe, async ({ token }, request) => {
    const userId = await notMe(deps, token, circumstances(request))
    request.log.info({ event: 'not_me', userId }, 'a mail was answered with "this was not me"')
    return answer(204)
  })
}

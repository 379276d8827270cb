import * as contract from '@latchkey/contracts/recovery'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { readDeviceCookie, setDeviceCookie } from '../http/cookies.ts'
import { originOf } from '../http/origin.ts'
import { answer, route } from '../http/route.ts'
import { isSameOrigin } from '../http/same-origin.ts'
import { circumstancesOf } from '../notices/service.ts'
import { forgotPassword, notMe, resetPassword } from './service.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  const { settings } = deps
  const circumstances = (request: FastifyRequest) => circumstancesOf(deps, originOf(request))

  route(app, contract.forgotPassword, async ({ email }, request) => {
    await forgotPassword(deps, email, circumstances(request), readDeviceCookie(settings, request))
    return answer(202, { email })
  })

  route(app, contract.resetPassword, async (input, request, reply) => {
    // A cookie is set only for our own pages; an API client keeps none.
    const browser = isSameOrigin(settings, request) ? { deviceToken: readDeviceCookie(settings, request) } : null
    const { userId, deviceToken } = await resetPassword(deps, input, circumstances(request), browser)
    if (deviceToken !== null) setDeviceCookie(settings, reply, deviceToken)
    request.log.info({ event: 'password_reset', userId }, 'password reset')
    return answer(204)
  })

  route(app, contract.notMe, async ({ token }, request) => {
    const userId = await notMe(deps, token, circumstances(request))
    request.log.info({ event: 'not_me', userId }, 'a mail was answered with "this was not me"')
    return answer(204)
  })
}

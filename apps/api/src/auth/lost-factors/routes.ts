import * as contract from '@latchkey/contracts/auth/lost-factors'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { answer, restrictedRoute, route } from '../../platform/http/route.ts'
import { askForReset, cancelResetInSession, keepFactors } from './service.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, contract.askForFactorReset, async (input, context, reply) => {
    const { userId, resetAt } = await askForReset(deps, context, input)
    reply.log.info({ event: 'factor_reset_asked', userId }, 'the removal of all second factors was requested')
    return answer(202, { resetAt: resetAt.toISOString() })
  })

  route(app, deps, contract.keepFactors, async (input, context, reply) => {
    const userId = await keepFactors(deps, context, input)
    reply.log.info(
      { event: 'factor_reset_cancelled', userId },
      'the removal of all second factors was cancelled by mail',
    )
    return answer(204)
  })
}

export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  restrictedRoute(app, deps, contract.cancelFactorReset, async (_input, context, reply) => {
    await cancelResetInSession(deps, context)
    const { id: userId } = context.user
    reply.log.info({ event: 'factor_reset_cancelled', userId }, 'the removal of all second factors was cancelled')
    return answer(204)
  })
}

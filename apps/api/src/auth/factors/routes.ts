import * as contract from '@latchkey/contracts/auth/factors'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { answer, restrictedRoute } from '../../platform/http/route.ts'
import { sendTokens } from '../sessions/send-tokens.ts'
import { activateTotp, addTotp } from '../totp/service.ts'
import { findFactors, makeRecoveryCodes, removeFactor, renameFactor } from './service.ts'

export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  restrictedRoute(app, deps, contract.factors, async (_input, context) => answer(200, await findFactors(deps, context)))

  restrictedRoute(app, deps, contract.renameFactor, async (input, context) =>
    answer(200, await renameFactor(deps, context, input)),
  )

  restrictedRoute(app, deps, contract.removeFactor, async (input, context, reply) => {
    await removeFactor(deps, context, input)
    reply.log.info({ event: 'factor_removed', userId: context.user.id }, 'a second factor was removed')
    return answer(204)
  })

  restrictedRoute(app, deps, contract.addTotp, async (input, context) =>
    answer(200, await addTotp(deps, context, input)),
  )

  restrictedRoute(app, deps, contract.activateTotp, async (input, context, reply) => {
    const { tokens, recoveryCodes } = await activateTotp(deps, context, input)
    reply.log.info({ event: 'factor_added', userId: context.user.id, kind: 'totp' }, 'a second factor was added')
    const sent = sendTokens(deps, reply, tokens, context.session)
    return answer(200, { ...sent, ...(recoveryCodes && { recoveryCodes }) })
  })

  restrictedRoute(app, deps, contract.makeRecoveryCodes, async (_input, context, reply) => {
    const codes = await makeRecoveryCodes(deps, context)
    reply.log.info({ event: 'recovery_codes_made', userId: context.user.id }, 'recovery codes were replaced')
    return answer(200, { codes })
  })
}

import * as confirmation from '@latchkey/contracts/auth/confirmation'
import * as secondStep from '@latchkey/contracts/auth/second-step'
import * as contract from '@latchkey/contracts/auth/sign-in'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { answer, restrictedRoute, route } from '../../platform/http/route.ts'
import { sendTokens } from '../sessions/send-tokens.ts'
import { confirm, findConfirmOptions } from './confirm.ts'
import { gatherFailedSignIns } from './failed-sign-ins.ts'
import { countRefusal } from './outcomes.ts'
import { findFactorOptions, proveFactor } from './second-step.ts'
import { sendEntered, sendSignedIn } from './send-signed-in.ts'
import { signIn } from './service.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  const failed = gatherFailedSignIns(deps)
  app.addHook('onClose', () => failed.flush())

  route(app, deps, contract.signInOptions, async () =>
    answer(200, {
      rememberedSeconds: Math.floor(deps.settings.sessions.remembered.lifetime / 1000),
      emailCode: deps.settings.emailCodes,
    }),
  )

  route(app, deps, contract.signIn, async (input, context, reply) => {
    const entered = await signIn(deps, context, input).catch(error => {
      if (error.code === 'invalid_credentials') failed.note(input.email, context)
      countRefusal(deps, error)
      reply.log.info({ event: 'sign_in_refused', code: error.code }, 'sign-in refused')
      throw error
    })
    return sendEntered(deps, reply, entered)
  })

  route(app, deps, secondStep.factorOptions, async (input, context) =>
    answer(200, { options: await findFactorOptions(deps, context, input) }),
  )

  route(app, deps, secondStep.proveFactor, async (input, context, reply) => {
    const signedIn = await proveFactor(deps, context, input).catch(error => {
      countRefusal(deps, error)
      reply.log.info({ event: 'factor_refused', method: input.method, code: error.code }, 'second factor refused')
      throw error
    })
    return answer(200, sendSignedIn(deps, reply, signedIn))
  })
}

export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  restrictedRoute(app, deps, confirmation.confirmOptions, async (_input, context) =>
    answer(200, await findConfirmOptions(deps, context)),
  )

  restrictedRoute(app, deps, confirmation.confirm, async (input, context, reply) => {
    const { user, session } = context
    const { confirmedUntil, ...tokens } = await confirm(deps, context, input).catch(error => {
      reply.log.info({ event: 'confirm_refused', userId: user.id, code: error.code }, 'confirmation refused')
      throw error
    })
    reply.log.info({ event: 'confirmed', userId: user.id, sessionId: session.id }, 'session confirmed')
    return answer(200, {
      confirmedUntil: confirmedUntil.toISOString(),
      ...sendTokens(deps, reply, tokens, session),
    })
  })
}

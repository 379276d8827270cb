import * as contract from '@latchkey/contracts/auth/sign-in'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { answer, restrictedRoute, route } from '../../platform/http/route.ts'
import { sendTokens } from '../sessions/send-tokens.ts'
import { gatherFailedSignIns } from './failed-sign-ins.ts'
import { sendSignedIn } from './send-signed-in.ts'
import { confirm, signIn } from './service.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  const failed = gatherFailedSignIns(deps)
  app.addHook('onClose', () => failed.flush())

  route(app, deps, contract.signInOptions, async () =>
    answer(200, { rememberedSeconds: Math.floor(deps.settings.sessions.remembered.lifetime / 1000) }),
  )

  route(app, deps, contract.signIn, async (input, context, reply) => {
    const signedIn = await signIn(deps, context, input).catch(error => {
      if (error.code === 'invalid_credentials') failed.note(input.email, context)
      reply.log.info({ event: 'sign_in_refused', code: error.code }, 'sign-in refused')
      throw error
    })
    const { user, session } = signedIn
    const { delivery } = input
    reply.log.info({ event: 'signed_in', userId: user.id, sessionId: session.id, delivery }, 'signed in')
    return answer(200, sendSignedIn(deps, reply, signedIn))
  })
}

export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  restrictedRoute(app, deps, contract.confirm, async (input, context, reply) => {
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

import * as contract from '@latchkey/contracts/auth/email-codes'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { answer, route } from '../../platform/http/route.ts'
import { gatherFailedSignIns } from '../sign-in/failed-sign-ins.ts'
import { countRefusal } from '../sign-in/outcomes.ts'
import { sendBinding, sendEntered } from '../sign-in/send-signed-in.ts'
import { askForCode, signInWithCode } from './service.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  const failed = gatherFailedSignIns(deps)
  app.addHook('onClose', () => failed.flush())

  route(app, deps, contract.askForCode, async (input, context, reply) => {
    const { challenge, browserToken } = await askForCode(deps, context, input)
    reply.log.info({ event: 'code_asked' }, 'a code by mail was asked for')
    if (browserToken !== null) sendBinding(deps, reply, browserToken)
    return answer(202, { challenge })
  })

  route(app, deps, contract.signInWithCode, async (input, context, reply) => {
    const entered = await signInWithCode(deps, context, input, failed).catch(error => {
      countRefusal(deps, error)
      reply.log.info({ event: 'code_refused', code: error.code }, 'a code by mail was refused')
      throw error
    })
    return sendEntered(deps, reply, entered)
  })
}

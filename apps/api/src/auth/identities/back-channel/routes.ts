import { backChannelLogout } from '@latchkey/contracts/auth/identities'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../../deps.ts'
import { parseForms } from '../../../platform/http/form-body.ts'
import { answer, route } from '../../../platform/http/route.ts'
import { endByProvider } from './service.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  parseForms(app)
  route(app, deps, backChannelLogout, async (input, context, reply) => {
    const ended = await endByProvider(deps, context, input).catch(error => {
      reply.log.warn({ event: 'provider_sign_out_refused', code: error.code }, 'a logout token was refused')
      throw error
    })
    reply.log.info({ event: 'signed_out_by_provider', provider: input.provider, ended }, 'signed out by a provider')
    return answer(200, {})
  })
}

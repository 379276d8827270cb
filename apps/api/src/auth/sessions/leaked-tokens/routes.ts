import { reportLeakedToken } from '@latchkey/contracts/auth/leaked-tokens'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../../deps.ts'
import { answer, route } from '../../../platform/http/route.ts'
import { endLeakedToken } from './service.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, reportLeakedToken, async ({ token }, context, reply) => {
    const session = await endLeakedToken(deps, context, token)
    if (session) reply.log.warn({ event: 'token_leaked', ...session }, 'a token was found in public')
    return answer(204)
  })
}

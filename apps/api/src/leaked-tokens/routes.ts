import * as contract from '@latchkey/contracts/leaked-tokens'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { originOf } from '../http/origin.ts'
import { answer, route } from '../http/route.ts'
import { endLeakedToken } from './service.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, contract.reportLeakedToken, async ({ token }, request) => {
    const session = await endLeakedToken(deps, token, originOf(request))
    if (session) request.log.warn({ event: 'token_leaked', ...session }, 'a token was found in public')
    return answer(204)
  })
}

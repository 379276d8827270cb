import * as contract from '@latchkey/contracts/auth/admin'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../../deps.ts'
import { answer, restrictedRoute } from '../../../platform/http/route.ts'
import {
  demandPersonFactor,
  disablePerson,
  enablePerson,
  endPersonSession,
  endPersonSessions,
  startPersonReset,
} from './acts.ts'
import { readPerson, readPersonActivity, readPersonSessions } from './read.ts'
import { searchPeople } from './search.ts'

/** Only for admins: their paths say so, and `restrictedRoute` refuses everybody else. */
export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  restrictedRoute(app, deps, contract.searchPeople, async (input, context) =>
    answer(200, await searchPeople(deps, context, input)),
  )

  restrictedRoute(app, deps, contract.readPerson, async (input, context) =>
    answer(200, await readPerson(deps, context, input)),
  )

  restrictedRoute(app, deps, contract.readPersonSessions, async (input, context) =>
    answer(200, await readPersonSessions(deps, context, input)),
  )

  restrictedRoute(app, deps, contract.readPersonActivity, async (input, context) =>
    answer(200, await readPersonActivity(deps, context, input)),
  )

  restrictedRoute(app, deps, contract.endPersonSession, async (input, context, reply) => {
    const isDone = await endPersonSession(deps, context, input)
    const { id: userId, sessionId } = input
    const facts = { userId, sessionId, actorId: context.user.id }
    if (isDone) reply.log.info({ event: 'session_revoked', ...facts }, 'session ended by an admin')
    return answer(204)
  })

  restrictedRoute(app, deps, contract.endPersonSessions, async (input, context, reply) => {
    const revoked = await endPersonSessions(deps, context, input)
    const facts = { userId: input.id, revoked, actorId: context.user.id }
    if (revoked > 0) reply.log.info({ event: 'sessions_revoked', ...facts }, 'all sessions ended by an admin')
    return answer(200, { revoked })
  })

  restrictedRoute(app, deps, contract.disablePerson, async (input, context, reply) => {
    const isDone = await disablePerson(deps, context, input)
    if (isDone)
      reply.log.info({ event: 'account_disabled', userId: input.id, actorId: context.user.id }, 'disabled by an admin')
    return answer(204)
  })

  restrictedRoute(app, deps, contract.enablePerson, async (input, context, reply) => {
    const isDone = await enablePerson(deps, context, input)
    if (isDone)
      reply.log.info({ event: 'account_enabled', userId: input.id, actorId: context.user.id }, 'enabled by an admin')
    return answer(204)
  })

  restrictedRoute(app, deps, contract.startPersonReset, async (input, context, reply) => {
    await startPersonReset(deps, context, input)
    reply.log.info({ event: 'reset_started', userId: input.id, actorId: context.user.id }, 'reset started by an admin')
    return answer(204)
  })

  restrictedRoute(app, deps, contract.demandPersonFactor, async (input, context, reply) => {
    const isDone = await demandPersonFactor(deps, context, input)
    const facts = { userId: input.id, required: input.required, actorId: context.user.id }
    if (isDone) reply.log.info({ event: 'factor_demanded', ...facts }, 'demand of a second factor changed by an admin')
    return answer(204)
  })
}

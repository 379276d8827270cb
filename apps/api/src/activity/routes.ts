import { listActivity } from '@latchkey/contracts/activity'
import type { FastifyInstance } from 'fastify'
import { findActivity, presentEvent } from '../audit/service.ts'
import type { Deps } from '../deps.ts'
import { answer, restrictedRoute } from '../http/route.ts'

export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  restrictedRoute(app, listActivity, async ({ before }, { user, session }) => {
    const { events, next } = await findActivity(deps, user.id, before)
    return answer(200, { events: events.map(event => presentEvent(event, session.id)), next })
  })
}

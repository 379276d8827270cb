import { listActivity } from '@latchkey/contracts/auth/activity'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../../deps.ts'
import { answer, restrictedRoute } from '../../../platform/http/route.ts'
import { presentEvent } from '../service.ts'
import { findActivity } from './service.ts'

export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  restrictedRoute(app, deps, listActivity, async ({ before }, { user, session }) => {
    const { events, next } = await findActivity(deps, user.id, before)
    return answer(200, { events: events.map(event => presentEvent(event, session.id)), next })
  })
}

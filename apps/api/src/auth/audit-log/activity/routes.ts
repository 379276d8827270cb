import { listActivity } from '@latchkey/contracts/auth/activity'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../../deps.ts'
import { answer, restrictedRoute } from '../../../platform/http/route.ts'
import { findActivity } from './service.ts'

export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  restrictedRoute(app, deps, listActivity, async (input, { user, session, language }) =>
    answer(200, await findActivity(deps, { userId: user.id, sessionId: session.id, language }, input)),
  )
}

import { readPrivate } from '@latchkey/contracts/private'
import type { FastifyInstance } from 'fastify'
import { answer, restrictedRoute } from '../http/route.ts'

/** The example of a protected resource: replace it with your own. */
export function restrictedRoutes(app: FastifyInstance): void {
  restrictedRoute(app, readPrivate, async (_input, { user }) =>
    answer(200, { message: `Only you can read this, ${user.name ?? user.email}.` }),
  )
}

import { readPrivate } from '@latchkey/contracts/product/example'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { answer, restrictedRoute } from '../../platform/http/route.ts'

/** The example of a protected resource: replace it with your own. */
export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  restrictedRoute(app, deps, readPrivate, async (_input, { user }) =>
    answer(200, { message: `Only you can read this, ${user.name ?? user.email}.` }),
  )
}

import { live, ready } from '@latchkey/contracts/platform/health'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { unavailable } from '../errors.ts'
import { answer, route } from './route.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  const ok = answer(200, { status: 'ok' } as const)

  route(app, deps, live, async () => ok)

  route(app, deps, ready, async (_input, _context, reply) => {
    await deps.db.$queryRaw`select 1 from sessions limit 1`.catch(err => {
      reply.log.warn({ err }, 'not ready')
      throw unavailable('The database does not answer, or its tables are not there yet.', {
        database: 'This part fails.',
      })
    })
    // Not before its first sign-in could be answered: a load balancer would send people too early.
    if (!deps.startup.isDone) throw unavailable('The server is still starting.', { server: 'This part fails.' })
    return ok
  })
}

import { live, ready } from '@latchkey/contracts/platform/health'
import { requireCommit } from '@latchkey/database/commit'
import { outageOf } from '@latchkey/database/errors'
import { findHindrances } from '@latchkey/database/rights'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { unavailable } from '../errors.ts'
import { answer, route } from './route.ts'

/** Registers the health checks: whether the server is alive, and whether it is ready. */
export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  const ok = answer(200, { status: 'ok' } as const)
  const hindrancesNow = together(() => findHindrancesOfSignIn(deps))

  route(app, deps, live, async () => ok)

  route(app, deps, ready, async (_input, _context, reply) => {
    const database = { database: 'This part fails.' }
    const hindrances = await hindrancesNow().catch(err => {
      reply.log.warn({ err, reason: outageOf(err)?.reason }, 'not ready')
      throw unavailable('The database cannot be used now, or its tables are not there yet.', database)
    })
    // Sign-in would fail, though the database answers.
    for (const hindrance of hindrances) reply.log.error({ event: 'database_hinders' }, hindrance)
    if (hindrances.length > 0) throw unavailable('The server may not use all of its tables.', database)
    // Not ready before the first sign-in can succeed: otherwise a load balancer sends people too early.
    if (deps.shutdown.hasBegun) throw unavailable('The server is stopping.', { server: 'This part fails.' })
    if (!deps.startup.isDone) throw unavailable('The server is still starting.', { server: 'This part fails.' })
    if (!deps.clock.isTrusted())
      throw unavailable('The clocks of the database and the server disagree.', { clock: 'This part fails.' })
    return ok
  })
}

/** What would keep a sign-in from its tables, as sentences. Throws an outage if it could change nothing. */
async function findHindrancesOfSignIn(deps: Deps): Promise<string[]> {
  const hindrances = await findHindrances(deps)
  // A heartbeat that was heard was committed a moment ago. So a probe writes only where none is heard.
  if (hindrances.length === 0 && !deps.sessionCache.hears()) await requireCommit(deps)
  return hindrances
}

/** One check for all who ask while it runs. At a locked table it waits as long as a sign-in, and may take one connection only. */
function together<Result>(check: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | null = null
  return () => {
    running ??= check().finally(() => {
      running = null
    })
    return running
  }
}

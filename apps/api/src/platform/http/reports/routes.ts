import { sendReports } from '@latchkey/contracts/platform/reports'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../../deps.ts'
import { parseJsonOf } from '../json-body.ts'
import { answer, route } from '../route.ts'
import { openReports } from './service.ts'

/** Registers the endpoint for reports. Needs its own scope, since only this endpoint accepts these body types. */
export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  const note = openReports(deps)
  parseJsonOf(app, ['application/csp-report', 'application/reports+json'])
  route(app, deps, sendReports, (_input, _context, reply) => {
    note(reply.request.body)
    return answer(204)
  })
}

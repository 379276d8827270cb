import * as contract from '@latchkey/contracts/sessions'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { restrictedEventStream } from '../http/route.ts'
import { openEventStreams } from './service.ts'

export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  const streams = openEventStreams(deps)
  // Before the server waits for what is in flight: a stream never ends by itself.
  app.addHook('preClose', done => {
    streams.close()
    done()
  })
  restrictedEventStream(app, contract.events, principal => streams.open(principal))
}

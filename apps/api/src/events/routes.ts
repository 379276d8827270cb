import * as contract from '@latchkey/contracts/sessions'
import type { FastifyInstance } from 'fastify'
import { readToken } from '../crypto/token.ts'
import type { Deps } from '../deps.ts'
import { ApiError } from '../errors.ts'
import { requirePresentedToken } from '../http/presented-token.ts'
import { restrictedEventStream } from '../http/route.ts'
import { openEventStreams } from './service.ts'

export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  const streams = openEventStreams(deps)
  // Before the server waits for what is in flight: a stream never ends by itself.
  app.addHook('preClose', done => {
    streams.close()
    done()
  })
  restrictedEventStream(app, contract.events, (principal, request) => {
    const { token } = requirePresentedToken(deps.settings, request)
    const reading = readToken(deps.keys('session token'), token)
    if (!reading) throw new ApiError('invalid_token')
    return streams.open(principal, reading.hash)
  })
}

import * as contract from '@latchkey/contracts/auth/sessions'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../../deps.ts'
import { readToken } from '../../../platform/crypto/token.ts'
import { ApiError } from '../../../platform/errors.ts'
import { restrictedEventStream } from '../../../platform/http/route.ts'
import { openEventStreams } from './service.ts'

export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  const streams = openEventStreams(deps)
  // Before the server waits for open requests: a stream never ends by itself.
  app.addHook('preClose', done => {
    streams.close()
    done()
  })
  restrictedEventStream(app, deps, contract.events, context => {
    const reading = readToken(deps.keys('session token'), context.token.token)
    if (!reading) throw new ApiError('invalid_token')
    return streams.open(context, reading.hash)
  })
}

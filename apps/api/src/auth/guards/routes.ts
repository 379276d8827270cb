import { guardChanges } from '@latchkey/contracts/auth/guards'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { isSharedSecret } from '../../platform/crypto/shared-secret.ts'
import { ApiError } from '../../platform/errors.ts'
import { eventStream } from '../../platform/http/route.ts'
import { openGuardStreams } from './service.ts'

export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  const { guardSecrets } = deps.settings
  const streams = openGuardStreams(deps)
  // Before the server waits for open requests: a stream never ends by itself.
  app.addHook('preClose', done => {
    streams.close()
    done()
  })
  eventStream(app, guardChanges, request => {
    requireSecret(guardSecrets, request)
    return ({ guard }) => streams.open(guard)
  })
}

/**
 * Lets only a service pass that knows one of GUARD_SECRETS.
 * @throws {ApiError} not_found if there are none; missing_token; invalid_token
 */
function requireSecret(secrets: readonly string[], { headers }: FastifyRequest): void {
  if (secrets.length === 0) throw new ApiError('not_found')
  const [, given] = /^bearer +(.+)$/i.exec(headers.authorization ?? '') ?? []
  if (given === undefined) throw new ApiError('missing_token')
  if (!isSharedSecret(secrets, given)) throw new ApiError('invalid_token')
}

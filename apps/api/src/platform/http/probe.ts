import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { probe } from '@latchkey/contracts/platform/probe'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { plainAddress } from '../client.ts'
import type { Keyring } from '../crypto/keys.ts'
import { ApiError } from '../errors.ts'
import { clientAddress } from './proxies.ts'
import { answer, route } from './route.ts'

/** A proof that was overheard is of use for this long, and then shows only how its thief's own request arrives. */
const validForMs = 60_000

/** Proves knowledge of APP_SECRET, as 43 characters. `at` is in milliseconds since 1970. */
export const proofOf = (keys: Keyring, at: number): string => proofBy(keys('probe of doctor')[0], at)

const proofBy = (key: KeyObject | undefined, at: number): string =>
  key === undefined ? '' : createHmac('sha256', key).update(String(at)).digest('base64url')

/** Registers the call by which `latchkey doctor` sees what the proxies do to a request. */
export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  const isProven = (at: number, proof: string) =>
    Math.abs(deps.clock.now().getTime() - at) < validForMs &&
    deps.keys('probe of doctor').some(key => timingSafeEqual(Buffer.from(proofBy(key, at)), Buffer.from(proof)))

  route(app, deps, probe, ({ at, proof }, _context, { request }) => {
    if (!isProven(at, proof)) throw new ApiError('not_found')
    return answer(200, {
      ip: clientAddress(request),
      chain: (request.ips ?? [request.ip]).map(plainAddress),
      protocol: request.protocol,
      host: request.host,
    })
  })
}

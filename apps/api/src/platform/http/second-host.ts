import type { FastifyRequest } from 'fastify'
import { ApiError } from '../errors.ts'

/**
 * Refuses a request with two `Host` headers, which Node joins by a comma (RFC 9112 section 3.2). A proxy may have chosen the other one.
 * @throws {ApiError} invalid_request
 */
export function refuseSecondHost({ headers: { host } }: FastifyRequest): void {
  if (host?.includes(',')) throw new ApiError('invalid_request')
}

import type { FastifyRequest } from 'fastify'
import { ApiError } from '../errors.ts'

/**
 * Refuses a request with no `Host`, or with two, which Node joins by a comma (RFC 9112 section 3.2). A proxy may have chosen the other
 * one. HTTP/1.0 has no such header.
 * @throws {ApiError} invalid_request
 */
export function requireOneHost({ headers: { host }, raw }: FastifyRequest): void {
  if (host === undefined ? raw.httpVersion !== '1.0' : host.includes(',')) throw new ApiError('invalid_request')
}

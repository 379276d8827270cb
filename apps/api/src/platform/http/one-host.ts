import type { FastifyRequest } from 'fastify'
import { ApiError } from '../errors.ts'

/** What no name and no port has. Node joins two `Host` headers by a comma, and a proxy may have chosen the other one. */
const notOfHost = /[\s,/?#@\\]/

/**
 * Refuses a request with no `Host`, with two, or with one that is none (RFC 9112 section 3.2). HTTP/1.0 has no such header.
 * @throws {ApiError} invalid_request
 */
export function requireOneHost({ headers: { host }, raw }: FastifyRequest): void {
  if (host === undefined ? raw.httpVersion !== '1.0' : notOfHost.test(host)) throw new ApiError('invalid_request')
}

import { tokenPrefix } from '@latchkey/contracts/technical'
import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import { type DestinationStream, pino } from 'pino'
import { clientAddress } from './proxies.ts'

export type Log = FastifyBaseLogger

const tokenPattern = new RegExp(`${tokenPrefix}[A-Za-z0-9_-]+`, 'g')

/**
 * What the log may contain of a request: no headers, no body, no query, and no token that someone pasted into a path.
 * Of a database error only the name and code: its message can contain the parameters of the query, such as hashes.
 */
const serializers = {
  req: (request: FastifyRequest) => ({
    method: request.method,
    // Also finds a percent-encoded token prefix.
    path: request.url
      .split('?', 1)[0]
      ?.replace(/%5f/gi, '_')
      .replace(/%6c/gi, 'l')
      .replace(/%6b/gi, 'k')
      .replace(tokenPattern, `${tokenPrefix}…`),
    ip: clientAddress(request),
  }),
  err: (error: Error & { code?: unknown }) => {
    const code = typeof error.code === 'string' ? error.code : ''
    if (/^(Prisma|DriverAdapter)/.test(error.name)) return { type: error.name, message: '', stack: '', code }
    return { type: error.name, message: error.message, stack: error.stack ?? '', code }
  },
}

/** A logger of JSON lines with times in UTC. Writes to standard output, or in tests to `destination`. */
export const createLog = (level: string, destination?: DestinationStream): Log =>
  pino({ level, serializers, timestamp: pino.stdTimeFunctions.isoTime }, destination ?? pino.destination(1))

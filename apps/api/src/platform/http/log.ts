import { tokenPrefix } from '@latchkey/contracts/technical'
import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import { type DestinationStream, pino } from 'pino'

export type Log = FastifyBaseLogger

const tokenPattern = new RegExp(`${tokenPrefix}[A-Za-z0-9_-]+`, 'g')

/**
 * What the log may say of a request: no headers, no body, no query, and no token that somebody pasted into a path.
 * Of an error from the database only its name and code, since its message can hold what was asked for, hashes included.
 */
const serializers = {
  req: (request: FastifyRequest) => ({
    method: request.method,
    // A prefix written in percent signs is one too.
    path: request.url
      .split('?', 1)[0]
      ?.replace(/%5f/gi, '_')
      .replace(/%6c/gi, 'l')
      .replace(/%6b/gi, 'k')
      .replace(tokenPattern, `${tokenPrefix}…`),
    ip: request.ip,
  }),
  err: (error: Error & { code?: unknown }) => {
    const code = typeof error.code === 'string' ? error.code : ''
    if (/^(Prisma|DriverAdapter)/.test(error.name)) return { type: error.name, message: '', stack: '', code }
    return { type: error.name, message: error.message, stack: error.stack ?? '', code }
  },
}

/** Structured lines of JSON with times in UTC, to standard output unless a test listens. */
export const createLog = (level: string, destination?: DestinationStream): Log =>
  pino({ level, serializers, timestamp: pino.stdTimeFunctions.isoTime }, destination ?? pino.destination(1))

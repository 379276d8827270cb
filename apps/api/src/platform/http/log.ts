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

const steering = /[\u007f-\u009f\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

/**
 * JSON escapes the control characters of ASCII only. The others would drive the terminal of an admin who reads the log, or turn the
 * direction of a line (CWE-117). They stand in strings alone, so their escapes leave the JSON as it is.
 */
const withoutSteering = (line: string): string =>
  // Nearly every line is ASCII.
  /[^\0-~]/.test(line)
    ? line.replace(steering, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : line

/** How much waits while it cannot be written. Beyond this, lines are lost. */
const mostWaitingBytes = 1024 * 1024
/** At the end, a reader that is behind gets a second. */
const lastTries = 10

/**
 * Standard output, written to in the background. A log that cannot be written, such as on a full disk, must not end the server, and
 * must go on once there is room. When the process ends, sonic-boom alone would never stop trying.
 */
export function standardOutput(): DestinationStream {
  let isBroken = false
  let triesLeft = Number.POSITIVE_INFINITY
  // With a `minLength`, `flush` tries again to write what waits.
  const limits = { minLength: 1, maxLength: mostWaitingBytes, retryEAGAIN: () => triesLeft-- > 0 }
  const output = pino.destination({ dest: 1, ...limits })
  const flushSync = output.flushSync.bind(output)
  output.flushSync = () => {
    if (isBroken) return
    triesLeft = lastTries
    try {
      flushSync()
    } catch {
      // Nothing is left to do, and no one to tell.
    }
  }
  output.on('error', () => {
    isBroken = true
  })
  output.on('write', () => {
    isBroken = false
  })
  output.on('drop', () => output.flush())
  return output
}

/** A logger of JSON lines with times in UTC. Writes to standard output, or in tests to `destination`. */
export const createLog = (level: string, destination?: DestinationStream): Log =>
  pino(
    { level, serializers, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: withoutSteering } },
    destination ?? standardOutput(),
  )

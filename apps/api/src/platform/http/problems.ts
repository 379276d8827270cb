import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { type ErrorCode, errorStatuses, type Problem } from '@latchkey/contracts/errors'
import { problemTypePrefix } from '@latchkey/contracts/technical'
import { type ApiWords, apiWords } from '@latchkey/contracts/words/api'
import { sayField } from '@latchkey/contracts/words/fields'
import type { Language } from '@latchkey/contracts/words/language'
import { isOutage, outageOf } from '@latchkey/database/errors'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ApiError, type Fields, unavailable } from '../errors.ts'
import { isEncoded } from './json-body.ts'
import { languageOf } from './language.ts'

/** The body of an error, as a problem (RFC 9457). */
function problemOf(
  error: ApiError,
  { id, language }: { id: string; language: Language },
  status: number = errorStatuses[error.code],
): Problem {
  const { detail, fields, reason } = error.details
  const words = apiWords[language]
  return {
    type: problemTypePrefix + error.code,
    title: words.problems[error.code],
    status,
    code: error.code,
    ...(detail !== undefined && { detail: typeof detail === 'string' ? detail : detail(words.refusals) }),
    ...(fields !== undefined && { fields: sayFields(words, fields) }),
    ...(reason !== undefined && { reason }),
    requestId: id,
  }
}

const sayFields = ({ fields: sentences }: ApiWords, fields: Fields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, message]) => [
      name,
      typeof message === 'string' ? message : sayField(sentences, message),
    ]),
  )

/** Answers any thrown value with a problem. Logs an unexpected error, and sends no details of it. */
export function sendProblem(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const error = toApiError(thrown)
  const language = languageOf(request)
  const problem = problemOf(error, { id: request.id, language }, error.status)
  if (error.code === 'internal_error') request.log.error({ err: thrown }, 'a request failed')
  else if (error !== thrown && error.code === 'unavailable') warnOfOutage(thrown, request)
  // RFC 9110 section 11.6.1: a 401 says how to authenticate.
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  // RFC 9110 section 12.5.3: tells a refused encoding from a refused type.
  if (problem.status === 415 && isEncoded(request)) reply.header('accept-encoding', 'identity')
  if (error.details.retryAfterSeconds) reply.header('retry-after', error.details.retryAfterSeconds)
  reply.header('content-language', language)
  reply.code(problem.status).type('application/problem+json; charset=utf-8').send(problem)
}

function warnOfOutage(err: unknown, { log }: FastifyRequest): void {
  const outage = outageOf(err)
  const isOurs = outage === null || outage.isOwnLimit
  log.warn({ err, reason: outage?.reason }, isOurs ? 'a request took too long' : 'the database is unavailable')
}

function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown
  if (isOutage(thrown)) return unavailable()
  const { code, statusCode } = thrown as { code?: string; statusCode?: number }
  if (code === 'FST_ERR_HANDLER_TIMEOUT') return unavailable()
  const known = codeOfStatus(statusCode)
  return known ? new ApiError(known) : new ApiError('internal_error')
}

// For errors of Fastify itself: a body too large, a wrong content type, a path that cannot be decoded.
function codeOfStatus(status: number | undefined): ErrorCode | undefined {
  if (status === undefined || status >= 500) return undefined
  if (status === 413) return 'payload_too_large'
  if (status === 415) return 'unsupported_media_type'
  if (status === 404) return 'not_found'
  if (status === 431) return 'headers_too_large'
  return 'invalid_request'
}

const unparsableCodes: Record<string, ErrorCode> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
}

/**
 * Answers input that Node cannot parse as a request (RFC 9112): headers over the limit, a broken request line, two lengths. Fastify
 * has no reply object for it, so this writes the answer to the socket and closes the connection.
 */
export function answerUnparsable(headers: Record<string, string>) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    const code = unparsableCodes[error.code ?? ''] ?? 'invalid_request'
    const problem = problemOf(new ApiError(code), { id: randomUUID(), language: 'en' })
    const body = JSON.stringify(problem)
    const head = Object.entries({
      ...headers,
      'content-type': 'application/problem+json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'x-request-id': problem.requestId,
      connection: 'close',
    })
    const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines}\r\n${body}`)
  }
}

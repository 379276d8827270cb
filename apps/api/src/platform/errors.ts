import type { ErrorCode } from '@latchkey/contracts/errors'
import type { ApiWords } from '@latchkey/contracts/words/api'
import type { FieldMessage } from '@latchkey/contracts/words/fields'

/** What is wrong with each invalid part of the request. Plain text is for programs and operators, and is not translated. */
export type Fields = Record<string, FieldMessage | string>

interface Details {
  /** A sentence with more detail than the title of the code. Plain text is for operators, and is not translated. */
  detail?: string | ((words: ApiWords['refusals']) => string)
  fields?: Fields
  /** Why the session ended, or that a passkey is unknown. */
  reason?: string
  /** The client should wait this long before it tries again. */
  retryAfterSeconds?: number
}

/** An error that the client sees as a problem (RFC 9457). The client sees any other error as an internal error. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly code: ErrorCode
  readonly details: Details
  /** The endpoint's own status for the code, if it differs from the table. */
  status: number | undefined

  constructor(code: ErrorCode, details: Details = {}) {
    // No one reads this stack, and building it is a tenth of the cost of refusing a request.
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    super(code)
    Error.stackTraceLimit = stackTraceLimit
    this.code = code
    this.details = details
  }
}

export const invalidRequest = (fields: Fields) => new ApiError('invalid_request', { fields })
export const unavailable = (detail?: string, fields?: Record<string, string>) =>
  new ApiError('unavailable', { retryAfterSeconds: 1, ...(detail && { detail }), ...(fields && { fields }) })

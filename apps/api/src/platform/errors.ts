import type { ErrorCode } from '@latchkey/contracts/errors'

interface Details {
  /** A sentence that says more than the title of the code. */
  detail?: string
  /** A sentence for each invalid part of the request. */
  fields?: Record<string, string>
  /** Why the session ended. */
  reason?: string
  /** After how many seconds it is worth trying again. */
  retryAfterSeconds?: number
}

/** An error that the caller is meant to see, as a problem (RFC 9457). Anything else that is thrown reads as internal. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly code: ErrorCode
  readonly details: Details
  /** Where an endpoint gives the code another status than the table does. */
  status: number | undefined

  constructor(code: ErrorCode, details: Details = {}) {
    // An answer, not a fault: nobody reads its stack, and taking one is a tenth of refusing a flood.
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    super(code)
    Error.stackTraceLimit = stackTraceLimit
    this.code = code
    this.details = details
  }
}

export const invalidRequest = (fields: Record<string, string>) => new ApiError('invalid_request', { fields })
export const unavailable = (detail?: string, fields?: Record<string, string>) =>
  new ApiError('unavailable', { retryAfterSeconds: 1, ...(detail && { detail }), ...(fields && { fields }) })

import * as z from 'zod/mini'

/** Every error code, with its HTTP status and a title that people understand. */
export const errors = {
  invalid_request: { status: 400, title: 'Something in this request is not valid.' },
  invalid_credentials: { status: 401, title: "That address and password don't match." },
  invalid_link: { status: 400, title: 'This link is no longer valid. Ask for a new one.' },
  invalid_code: { status: 400, title: 'That code is not right, or no longer valid.' },
  missing_token: { status: 401, title: 'This needs you to be signed in.' },
  invalid_token: { status: 401, title: 'This token is not valid.' },
  session_ended: { status: 401, title: 'This session has ended.' },
  confirmation_required: { status: 403, title: 'This needs your password once more.' },
  cross_origin: { status: 403, title: 'This request came from another site.' },
  https_required: { status: 403, title: 'This needs a connection over HTTPS.' },
  not_found: { status: 404, title: 'There is nothing here.' },
  method_not_allowed: { status: 405, title: 'This address does not take this method.' },
  request_timeout: { status: 408, title: 'This request took too long to arrive.' },
  payload_too_large: { status: 413, title: 'This request is too large.' },
  unsupported_media_type: { status: 415, title: 'Send JSON, encoded as UTF-8.' },
  password_required: { status: 422, title: 'Choose a password to finish.' },
  rate_limited: { status: 429, title: 'Too many attempts. Try again later.' },
  headers_too_large: { status: 431, title: 'The headers of this request are too large.' },
  internal_error: { status: 500, title: 'Something went wrong on our side.' },
  unavailable: { status: 503, title: "We can't do this right now. Try again in a moment." },
} as const satisfies Record<string, { status: number; title: string }>

export type ErrorCode = keyof typeof errors

/** The body of every error: problem details as in RFC 9457. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(errors) as [ErrorCode, ...ErrorCode[]]),
  detail: z.optional(z.string()),
  /** A sentence for each invalid part of the request, by its dotted path. */
  fields: z.optional(z.record(z.string(), z.string())),
  /** Why the session ended. Only a request with the session's token gets it. */
  reason: z.optional(z.string()),
  requestId: z.string(),
})
export type Problem = z.infer<typeof Problem>

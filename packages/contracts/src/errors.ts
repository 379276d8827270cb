import * as z from 'zod/mini'

/** Every error code, with its HTTP status. `words/en/problems.ts` says it to people. */
export const errors = {
  invalid_request: { status: 400 },
  invalid_credentials: { status: 401 },
  invalid_link: { status: 400 },
  invalid_code: { status: 400 },
  invalid_challenge: { status: 400 },
  invalid_factor: { status: 401 },
  missing_token: { status: 401 },
  invalid_token: { status: 401 },
  session_ended: { status: 401 },
  confirmation_required: { status: 403 },
  second_factor_required: { status: 403 },
  cross_origin: { status: 403 },
  https_required: { status: 403 },
  not_found: { status: 404 },
  method_not_allowed: { status: 405 },
  request_timeout: { status: 408 },
  last_factor: { status: 409 },
  factor_missing: { status: 409 },
  too_many_factors: { status: 409 },
  not_possible: { status: 409 },
  payload_too_large: { status: 413 },
  unsupported_media_type: { status: 415 },
  password_required: { status: 422 },
  rate_limited: { status: 429 },
  headers_too_large: { status: 431 },
  internal_error: { status: 500 },
  unavailable: { status: 503 },
} as const satisfies Record<string, { status: number }>

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
  /** Why the session ended, which only a request with its token gets. Or that a passkey is unknown. */
  reason: z.optional(z.string()),
  requestId: z.string(),
})
export type Problem = z.infer<typeof Problem>

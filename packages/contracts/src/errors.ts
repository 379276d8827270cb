import * as z from 'zod/mini'

/** Every error code, and its HTTP status. `words/en/problems.ts` says it to people. */
export const errorStatuses = {
  invalid_request: 400,
  invalid_credentials: 401,
  invalid_link: 400,
  invalid_code: 400,
  invalid_challenge: 400,
  invalid_factor: 401,
  missing_token: 401,
  invalid_token: 401,
  session_ended: 401,
  confirmation_required: 403,
  second_factor_required: 403,
  cross_origin: 403,
  https_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  last_factor: 409,
  factor_missing: 409,
  too_many_factors: 409,
  not_possible: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  password_required: 422,
  rate_limited: 429,
  headers_too_large: 431,
  internal_error: 500,
  unavailable: 503,
  provider_unavailable: 503,
} as const satisfies Record<string, number>

export type ErrorCode = keyof typeof errorStatuses

/** The body of every error: problem details as in RFC 9457. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(errorStatuses) as [ErrorCode, ...ErrorCode[]]),
  detail: z.optional(z.string()),
  /** A sentence for each invalid part of the request, by its dotted path. */
  fields: z.optional(z.record(z.string(), z.string())),
  /** Why the session ended, which only a request with its token gets. Or that a passkey is unknown. */
  reason: z.optional(z.string()),
  requestId: z.string(),
})
export type Problem = z.infer<typeof Problem>

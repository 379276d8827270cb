import type { ErrorCode } from '../../errors.ts'

/** What each error code says to people. */
export const problems: Record<ErrorCode, string> = {
  invalid_request: 'Something in this request is not valid.',
  invalid_credentials: "That email and password don't match.",
  invalid_link: 'This link is no longer valid. Ask for a new one.',
  invalid_code: 'Wrong code, or it has expired.',
  missing_token: 'Sign in first.',
  invalid_token: 'This token is not valid.',
  session_ended: 'This session has ended.',
  confirmation_required: 'Enter your password again first.',
  cross_origin: 'This request came from another site.',
  https_required: 'This needs a connection over HTTPS.',
  not_found: 'There is nothing here.',
  method_not_allowed: 'This address does not take this method.',
  request_timeout: 'This request took too long to arrive.',
  payload_too_large: 'This request is too large.',
  unsupported_media_type: 'Send JSON, encoded as UTF-8.',
  password_required: 'Choose a password to finish.',
  rate_limited: 'Too many attempts. Try again later.',
  headers_too_large: 'The headers of this request are too large.',
  internal_error: 'Something went wrong on our side.',
  unavailable: "We can't do this right now. Try again in a moment.",
}

/** By how much they tell: the least first. */
export const endCodes = [
  'missing_token',
  'token_lost',
  'invalid_token',
  'signed_out_elsewhere',
  'session_ended',
  'signed_out',
] as const

/**
 * How the session that this page had came to its end; `token_lost` is a missing token where somebody was signed in a
 * moment ago, and `signed_out` for the reason `unheard` is not yet known to the server. It travels in the history's state, which no link can forge, and to the other tabs.
 */
export interface SessionEnd {
  code: (typeof endCodes)[number]
  reason?: string
}

export function isSessionEnd(value: unknown): value is SessionEnd {
  const { code, reason } = Object(value)
  return endCodes.includes(code) && (reason === undefined || typeof reason === 'string')
}

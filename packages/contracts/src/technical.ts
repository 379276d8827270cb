// Names that programs use and people do not read. They belong to upstream and do not change with the brand: another
// value would sign everyone out or break API clients. The database's names are in packages/database/src/technical.ts.
// The labels for key derivation are in apps/api/src/platform/crypto/keys.ts.

/** The names of the cookies, without the prefix `__Host-`. They have it wherever a browser keeps Secure cookies. */
export const cookieNames = {
  session: 'latchkey',
  device: 'latchkey-device',
  signUp: 'latchkey-sign-up',
  signIn: 'latchkey-sign-in',
  /** Apart: the page asks for a passkey while a sign-in may be under way, and each would replace the other's. */
  passkey: 'latchkey-passkey',
} as const

/** The name of the server for other programs, such as those that show traces. */
export const programName = 'latchkey'

/** The prefix of each token and each mailed secret, so that scanners and logs recognise one. */
export const tokenPrefix = 'lk_'

/** The prefix of the `type` of a problem (RFC 9457). */
export const problemTypePrefix = 'urn:latchkey:problem:'

/** The `User-Agent` of the server's own requests to other servers. */
export const userAgent = 'Latchkey'

// Names that programs know and people do not read. They belong to upstream and do not change with the brand: another
// value would sign everybody out or break API clients. What the database knows is in packages/database/src/technical.ts,
// and what keys are derived for is in apps/api/src/platform/crypto/keys.ts.

/** The cookies, before the prefix `__Host-` that they have wherever a browser keeps Secure cookies. */
export const cookieNames = {
  session: 'latchkey',
  device: 'latchkey-device',
  signUp: 'latchkey-sign-up',
} as const

/** Each token and each mailed secret begins with it, so that scanners and logs recognise one. */
export const tokenPrefix = 'lk_'

/** The `type` of a problem begins with it (RFC 9457). */
export const problemTypePrefix = 'urn:latchkey:problem:'

/** What the server calls itself when it asks other servers. */
export const userAgent = 'Latchkey'

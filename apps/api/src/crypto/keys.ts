import { hkdfSync } from 'node:crypto'

export type KeyPurpose = 'session token'

/** One key for one purpose from each secret, in their order: the first signs, all verify (HKDF, RFC 5869). */
export const deriveKeys = (secrets: readonly string[], purpose: KeyPurpose): readonly Buffer[] =>
  secrets.map(secret => Buffer.from(hkdfSync('sha256', secret, '', `latchkey ${purpose} v1`, 32)))

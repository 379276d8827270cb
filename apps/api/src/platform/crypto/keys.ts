import { hkdfSync } from 'node:crypto'

/** What a key is for. A signature made for one purpose is refused for every other (CVE-2026-114607). */
export type KeyPurpose =
  | 'session token'
  | 'device token'
  | 'sign-up browser'
  | 'sign-up link'
  | 'sign-up code'
  | 'reset link'
  | 'address link'
  | 'cancel link'
  | 'not-me link'
  | 'keep link'
  | 'factor reset'
  | 'keep-factors link'
  | 'undo of a deletion'
  | 'unfinished sign-in'
  | 'browser of a sign-in'
  | 'passkey challenge'
  | 'passkey sign-in'
  | 'new passkey'
  | 'sign-up by passkey'
  | 'confirmation by passkey'
  | 'way to a provider'
  | 'link at sign-in'
  | 'link code'
  | 'parked answer'
  | 'email code'
  | 'sign-in code'
  | 'recovery code'
  | 'secret of an app'
  | 'limit counter'
  | 'audit chain'
  | 'probe of doctor'
  | 'fingerprint'
  | 'backup'

/** The keys for a purpose: the first one signs, and all of them verify. */
export type Keyring = (purpose: KeyPurpose) => readonly Buffer[]

/** Derives one key for each purpose from each secret, in the order of the secrets (HKDF, RFC 5869). */
export function deriveKeyring(secrets: readonly string[]): Keyring {
  const known = new Map<KeyPurpose, readonly Buffer[]>()
  return purpose => {
    const keys = known.get(purpose) ?? deriveKeys(secrets, purpose)
    known.set(purpose, keys)
    return keys
  }
}

const deriveKeys = (secrets: readonly string[], purpose: KeyPurpose): readonly Buffer[] =>
  secrets.map(secret => Buffer.from(hkdfSync('sha256', secret, '', `latchkey ${purpose} v1`, 32)))

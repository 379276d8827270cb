import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'

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
  | 'code for an API client'
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
export type Keyring = (purpose: KeyPurpose) => Keys

/**
 * Keys of one purpose. Not bytes: an HMAC by bytes takes 12 µs of processor time, one by a `KeyObject` 2, and a sign-in has eight. A log
 * that is given one does not print it.
 */
export type Keys = readonly KeyObject[]

/** Derives one key for each purpose from each secret, in the order of the secrets (HKDF, RFC 5869). */
export function deriveKeyring(secrets: readonly string[]): Keyring {
  const known = new Map<KeyPurpose, Keys>()
  return purpose => {
    const keys = known.get(purpose) ?? deriveKeys(secrets, purpose)
    known.set(purpose, keys)
    return keys
  }
}

const deriveKeys = (secrets: readonly string[], purpose: KeyPurpose): Keys =>
  secrets.map(secret => createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `latchkey ${purpose} v1`, 32))))

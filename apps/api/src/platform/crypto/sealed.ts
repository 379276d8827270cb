import { createCipheriv, createDecipheriv, createHmac, type KeyObject, randomBytes } from 'node:crypto'
import type { Keys } from './keys.ts'

// What is stored: the id of the key (4 bytes), the nonce (12), the tag (16), the encrypted text.
const idBytes = 4
const nonceBytes = 12
const tagBytes = 16

type Bytes = Buffer<ArrayBuffer>

const idOf = (key: KeyObject): Buffer => createHmac('sha256', key).update('key id').digest().subarray(0, idBytes)

/**
 * Encrypts a secret with the first key (AES-256-GCM, NIST SP 800-38D). `about` says whose it is: moved to another row, it cannot be
 * opened. Nonces are random; NIST allows four billion for each key.
 * @throws when there is no key
 */
export function seal(keys: Keys, secret: Uint8Array, about: string): Bytes {
  const [key] = keys
  if (!key) throw new Error('There is no key to encrypt with.')
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about))
  const encrypted = Buffer.concat([cipher.update(secret), cipher.final()])
  return Buffer.concat([idOf(key), nonce, cipher.getAuthTag(), encrypted])
}

/**
 * Decrypts what `seal` made. `isOutdated`: by another key than the first; seal it again.
 * @throws if the key is gone, or the text or `about` is another
 */
export function unseal(keys: Keys, sealed: Uint8Array, about: string): { secret: Buffer; isOutdated: boolean } {
  const bytes = Buffer.from(sealed)
  const which = keys.findIndex(key => idOf(key).equals(bytes.subarray(0, idBytes)))
  const key = keys[which]
  if (!key) throw new Error('The secret that encrypted this is no longer in APP_SECRET.')
  const nonceEnd = idBytes + nonceBytes
  const tagEnd = nonceEnd + tagBytes
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(idBytes, nonceEnd), { authTagLength: tagBytes })
    .setAAD(Buffer.from(about))
    .setAuthTag(bytes.subarray(nonceEnd, tagEnd))
  return { secret: Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]), isOutdated: which > 0 }
}

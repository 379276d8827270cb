import { createCipheriv } from 'node:crypto'

/**
 * The last step of Firebase's changed scrypt (github.com/firebase/scrypt, `scryptenc_buf_saltlen`): the key that scrypt derived encrypts
 * the signer key of the project, by AES-256 in counter mode from zero. What comes out is the hash, as long as the signer key.
 */
export function firebaseHashOf(derivedKey: Uint8Array, signerKey: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-ctr', derivedKey, Buffer.alloc(16))
  return Buffer.concat([cipher.update(signerKey), cipher.final()])
}

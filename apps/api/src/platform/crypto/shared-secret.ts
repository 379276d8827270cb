import { hash, timingSafeEqual } from 'node:crypto'

/** Whether `given` is one of the secrets. Each comparison takes the same time, no matter what they have in common (CVE-2022-31142). */
export const isSharedSecret = (secrets: readonly string[], given: string): boolean =>
  secrets.some(secret => timingSafeEqual(digestOf(secret), digestOf(given)))

// Hashed, because `timingSafeEqual` compares only equal lengths.
const digestOf = (text: string) => hash('sha256', text, 'buffer')

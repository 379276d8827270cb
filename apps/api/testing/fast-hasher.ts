import { createHash } from 'node:crypto'
import type { Hasher } from '../src/platform/crypto/hasher.ts'

/** A hasher for tests that are not about hashing: it takes no time, and records each call by kind. */
export function fastHasher(): Hasher & { calls: string[]; outdated: Set<string> } {
  const calls: string[] = []
  const outdated = new Set<string>()
  const digest = (password: string) => `fast$${calls.length}$${createHash('sha256').update(password).digest('hex')}`
  return {
    calls,
    outdated,
    async hash(password) {
      calls.push('hash')
      return digest(password)
    },
    async verify(hash, password) {
      calls.push('verify')
      return hash?.split('$')[2] === createHash('sha256').update(password).digest('hex')
    },
    takeTurn: (_turn, work) => work(),
    load: () => ({ running: 0, waiting: 0 }),
    isOutdated: hash => outdated.has(hash),
  }
}

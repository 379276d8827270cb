import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { Deps } from '../../deps.ts'

// What a passkey signs is derived from the id of a challenge, and is kept nowhere. So the options of one challenge can be asked for
// again, and no one without the key can have something signed before there is a challenge.

const bytesOf = (key: KeyObject, id: string): Buffer =>
  createHmac('sha256', key).update(`passkey challenge ${id}`).digest()

/** The WebAuthn challenge of an open challenge, in base64url. */
export function challengeOf(deps: Deps, id: string): string {
  const [key] = deps.keys('passkey challenge')
  if (!key) throw new Error('There is no key for the challenges of passkeys.')
  return bytesOf(key, id).toString('base64url')
}

/** Whether a passkey signed the challenge of this id. An older key of ours counts too, since keys rotate. */
export const isChallengeOf =
  (deps: Deps, id: string) =>
  (signed: string): boolean => {
    const given = Buffer.from(signed, 'base64url')
    return deps.keys('passkey challenge').some(key => {
      const expected = bytesOf(key, id)
      return given.length === expected.length && timingSafeEqual(given, expected)
    })
  }

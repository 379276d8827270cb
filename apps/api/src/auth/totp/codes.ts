import { findCode } from '@latchkey/contracts/auth/codes'
import { generateSecret, generateURI, verifySync } from 'otplib'

/** RFC 6238: a new code every 30 seconds. One step of drift either way is accepted (section 5.2). */
const stepSeconds = 30

/** A new key for an app: 160 random bits in base32, as RFC 4226 section 4 recommends. */
export const makeSecret = (): string => generateSecret()

/** The address that a QR code holds. */
export const uriOf = ({ secret, issuer, label }: { secret: string; issuer: string; label: string }): string =>
  generateURI({ secret, issuer, label })

/** The step of a code that is right at `now`, or null. Accepts spaces and the digits of any script. */
export function stepOf(secret: string, typed: string, now: Date): bigint | null {
  const token = findCode(typed)
  if (!/^\d{6}$/.test(token)) return null
  const result = verifySync({
    secret,
    token,
    epoch: Math.floor(now.getTime() / 1000),
    epochTolerance: stepSeconds,
  })
  return result.valid && 'timeStep' in result ? BigInt(result.timeStep) : null
}

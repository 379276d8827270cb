import type { Method } from '../../factors/assurance.ts'
import type { Claims } from './presets.ts'

/** Values of `amr` that say what the person knows (RFC 8176). */
const knowledge = ['pwd', 'pin', 'kba']
/** Values of `amr` that say what the person has, or is. */
const possession = ['otp', 'hwk', 'swk', 'sms', 'tel', 'sc', 'pop', 'fpt', 'face', 'iris', 'retina', 'vbm']

/** Values of `acr` that stand for two factors. */
const twoFactorClasses = [
  'http://schemas.openid.net/pape/policies/2007/06/multi-factor',
  'https://refeds.org/profile/mfa',
  'urn:okta:loa:2fa:any',
  'http://schemas.microsoft.com/claims/multipleauthn',
]

/**
 * What a sign-in at a provider counts for: one factor, and two only if `amr` or `acr` says so. `user` of RFC 8176 says no more than that
 * somebody was there, so it proves nothing.
 */
export function provenMethods({ amr, acr }: Claims): Method[] {
  const values: unknown[] = Array.isArray(amr) ? amr : []
  const has = (known: string[]) => values.some(value => typeof value === 'string' && known.includes(value))
  const isTwo =
    has(['mfa']) || (has(knowledge) && has(possession)) || (typeof acr === 'string' && twoFactorClasses.includes(acr))
  return isTwo ? ['fed', 'mfa'] : ['fed']
}

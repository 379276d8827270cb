import * as z from 'zod/mini'

/**
 * How a person proves who they are: values of RFC 8176, and three of ours. `email`: a code or link read in the mailbox, which is never
 * `otp`. `fed`: a sign-in at another provider. `recovery`: a recovery code. `hwk` is a passkey that stays in its device, `swk` one that
 * its provider may copy. `user`: the passkey checked the person, by a PIN or a finger.
 */
export const Method = z.enum(['pwd', 'email', 'fed', 'otp', 'recovery', 'hwk', 'swk', 'user', 'mfa'])
export type Method = z.infer<typeof Method>

const first: readonly string[] = ['pwd', 'email', 'fed'] satisfies Method[]
const second: readonly string[] = ['otp', 'recovery', 'hwk', 'swk'] satisfies Method[]

/**
 * Whether these are two factors of different kinds. Mail twice is one, and so are a password and a mail: both open the same door, since a
 * mail can replace the password. A passkey that checked the person is two, and so is a provider that says it asked for two.
 */
export function isMultiFactor(methods: readonly string[]): boolean {
  if (areTwoElsewhere(methods)) return true
  const hasSecond = methods.some(method => second.includes(method))
  return hasSecond && (methods.includes('user') || methods.some(method => first.includes(method)))
}

const areTwoElsewhere = (methods: readonly string[]): boolean => methods.includes('fed') && methods.includes('mfa')

/** Each method once, with `mfa` if they are two factors. */
export const withAssurance = <Of extends string>(methods: readonly Of[]): (Of | 'mfa')[] => [
  ...new Set<Of | 'mfa'>(isMultiFactor(methods) ? [...methods.filter(method => method !== 'mfa'), 'mfa'] : methods),
]

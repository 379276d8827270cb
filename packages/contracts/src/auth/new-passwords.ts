import * as z from 'zod/mini'
import { isVisible } from '../lines.ts'
import type { FieldKey } from '../words/fields.ts'
import { Password } from './passwords.ts'

/** The default minimum length of a new password, in code points. A server with another setting says so in its answer. */
export const usualMinLength = 12

/** In code points. NIST SP 800-63B asks for at least 64. */
const maxLength = 256

/**
 * The form of a password that is hashed: each kind of space as a space, and letters composed (NFC). Keyboards and systems send the same
 * password in different forms. RFC 8265 section 4.2 defines this one (OpaqueString); ADR 022 says why not NFKC.
 */
export const normalisePassword = (typed: string): string => typed.replace(/\p{Zs}/gu, ' ').normalize('NFC')

/** A new password, in its normalised form. There are no composition rules (ASVS 6.2.5). `minLength` is in code points. */
export const newPassword = (minLength: number) =>
  Password.check(
    z.overwrite(normalisePassword),
    z.refine(isVisible, 'newPasswordInvisible' satisfies FieldKey),
    z.minLength(minLength, 'newPasswordTooShort' satisfies FieldKey),
    z.maxLength(maxLength, 'passwordTooLong' satisfies FieldKey),
  )

/** Attackers try repetitions of fewer different characters early. */
const fewestDifferent = 5

/** Whether a password repeats a few characters (NIST SP 800-63B). Ignores case, spaces and invisible characters. */
export const isRepetitive = (password: string): boolean =>
  new Set([...password.toLowerCase()].filter(isVisible)).size < fewestDifferent

/** Why a person may not choose a password that their account has or had. */
export const notAgain = {
  present: 'newPasswordPresent',
  reported: 'newPasswordReported',
} as const satisfies Record<string, FieldKey>

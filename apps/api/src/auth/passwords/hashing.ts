import { normalisePassword } from '@latchkey/contracts/auth/new-passwords'
import type { Deps } from '../../deps.ts'

/** Hashes a password in its normalised form. */
export const hashPassword = ({ hasher }: Deps, password: string): Promise<string> =>
  hasher.hash(normalisePassword(password))

/**
 * The form of a typed password that matches the hash, or null. Passwords were once hashed as they were typed, and other systems may do
 * so (ADR 022). So what was typed is tried too, and its letters with marks, as macOS sent them (ADR 044), if they differ. How many
 * hashes that takes depends on nothing but what was typed.
 */
export async function matchingForm({ hasher }: Deps, hash: string | null, typed: string): Promise<string | null> {
  const forms = new Set([normalisePassword(typed), typed, typed.normalize('NFD')])
  for (const form of forms) if (await hasher.verify(hash, form)) return form
  return null
}

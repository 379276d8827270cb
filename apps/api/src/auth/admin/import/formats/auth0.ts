import { normaliseEmail } from '@latchkey/contracts/auth/users'
import * as z from 'zod/mini'
import { parsed } from '../person.ts'
import { RowProblem } from '../row.ts'
import type { Format } from './format.ts'

const text = z.optional(z.nullable(z.string()))
const flag = z.optional(z.nullable(z.boolean()))

const Identifier = z.object({ type: z.string(), value: z.string(), verified: flag })

/** A user of the export job (POST /api/v2/jobs/users-exports), or a line of the file of hashes that Auth0's support makes. */
const Auth0Row = z.object({
  email: text,
  email_verified: flag,
  name: text,
  given_name: text,
  family_name: text,
  locale: text,
  blocked: flag,
  created_at: text,
  passwordHash: text,
  /** Some people of the file of hashes have their address only here. */
  identifiers: z.optional(z.array(Identifier)),
  /** As Auth0 takes it in an import. bcrypt, argon2 and PBKDF2 are whole strings. */
  custom_password_hash: z.optional(
    z.nullable(z.object({ algorithm: z.string(), hash: z.object({ value: z.string() }) })),
  ),
})
type Auth0Row = z.infer<typeof Auth0Row>

export const auth0: Format = {
  listName: null,
  csv: null,
  claimsOf(row, { hashes }) {
    const user = parsed(Auth0Row, row)
    const { email, emailVerified } = addressOf(user)
    return {
      email,
      emailVerified,
      name: nameOf(user, email),
      language: user.locale,
      createdAt: user.created_at,
      disabled: user.blocked ?? false,
      passwordHash: user.passwordHash ?? customHashOf(user) ?? (email && hashes.get(normaliseEmail(email))),
    }
  },
}

/**
 * The address and the hash of a line of Auth0's file of hashes. Null without one.
 * @throws {RowProblem}
 */
export function auth0HashOf(row: unknown): [email: string, hash: string] | null {
  const user = parsed(Auth0Row, row)
  const { email } = addressOf(user)
  return email && user.passwordHash ? [normaliseEmail(email), user.passwordHash] : null
}

function addressOf({ email, email_verified, identifiers }: Auth0Row) {
  if (email) return { email, emailVerified: email_verified ?? false }
  const found = identifiers?.find(({ type }) => type === 'email')
  return { email: found?.value, emailVerified: found?.verified ?? false }
}

/** Auth0 gives a person without a name their address as the name. */
function nameOf({ name, given_name, family_name }: Auth0Row, email: string | undefined) {
  const whole = [given_name, family_name].filter(Boolean).join(' ')
  return whole || (name === email ? null : name)
}

function customHashOf({ custom_password_hash: custom }: Auth0Row): string | undefined {
  if (!custom) return undefined
  if (['bcrypt', 'argon2', 'pbkdf2'].includes(custom.algorithm)) return custom.hash.value
  throw new RowProblem('custom_password_hash', 'is of an algorithm that Latchkey does not verify')
}

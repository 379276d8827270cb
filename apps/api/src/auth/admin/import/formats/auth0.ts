import { normaliseEmail } from '@latchkey/contracts/auth/users'
import * as z from 'zod/mini'
import { CommandError } from '../../commands/terminal.ts'
import { parsed } from '../person.ts'
import { type Row, RowProblem } from '../row.ts'
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
 * The hashes of Auth0's file of hashes, by address: to add them to an export of users. Only of proven addresses: the export may call an
 * address proven that a stranger registered, unproven, in another connection of the same tenant.
 * @throws {CommandError} for a line that cannot be read, and for an address that comes twice
 */
export async function readAuth0Hashes(
  rows: AsyncIterable<Row>,
  { trustAddresses }: { trustAddresses: boolean },
): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>()
  for await (const row of rows) {
    const user = userIn(row)
    const { email, emailVerified } = addressOf(user)
    if (!email || !user.passwordHash || !(emailVerified || trustAddresses)) continue
    if (hashes.has(normaliseEmail(email)))
      throw new CommandError(`--hashes, line ${row.line}: this address came before. Take one connection at a time.`)
    hashes.set(normaliseEmail(email), user.passwordHash)
  }
  return hashes
}

function userIn(row: Row): Auth0Row {
  try {
    if ('problem' in row) throw row.problem
    return parsed(Auth0Row, row.value)
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error
    const said = [error.field, error.message].join(' ').trim()
    throw new CommandError(`--hashes, line ${row.line}: ${said}.`)
  }
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
  throw new RowProblem('custom_password_hash', 'is of an algorithm that cannot be verified')
}

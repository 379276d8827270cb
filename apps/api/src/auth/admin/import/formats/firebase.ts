import * as z from 'zod/mini'
import { parsed } from '../person.ts'
import { RowProblem } from '../row.ts'
import { flag } from './booleans.ts'
import { bare, type FirebaseParameters, type Format } from './format.ts'

const text = z.optional(z.nullable(z.string()))
/** The CSV of `firebase auth:export` writes what is missing as "undefined". */
const mayBe = z.optional(z.nullable(z.union([flag, z.literal('undefined')])))

/** An account of `firebase auth:export` (src/accountExporter.ts of firebase/firebase-tools). */
const Account = z.object({
  email: text,
  emailVerified: mayBe,
  passwordHash: text,
  salt: text,
  displayName: text,
  /** Milliseconds since 1970. */
  createdAt: z.optional(z.nullable(z.union([z.string(), z.number()]))),
  disabled: mayBe,
})

// The file has no line of names. Between are four columns for each of Google, Facebook, Twitter and GitHub.
const others = Array.from({ length: 16 }, (_, at) => `other${at}`)
const names = [
  ...['localId', 'email', 'emailVerified', 'passwordHash', 'salt', 'displayName', 'photoUrl', ...others],
  ...['createdAt', 'lastSignedInAt', 'phoneNumber', 'disabled'],
]

export const firebase: Format = {
  listName: 'users',
  csv: { names, required: names.slice(0, 23), looseQuotes: true },
  claimsOf(row, given) {
    const account = parsed(Account, row)
    return {
      email: account.email,
      emailVerified: account.emailVerified === true,
      name: account.displayName,
      createdAt: account.createdAt,
      disabled: account.disabled === true,
      passwordHash: account.passwordHash && firebaseForm(account.passwordHash, account.salt ?? '', given.firebase),
    }
  },
}

/**
 * The form in which Latchkey stores a hash of Firebase. The signer key is in no row: it is a setting.
 * @throws {RowProblem} without parameters
 */
export function firebaseForm(hash: string, salt: string, parameters: FirebaseParameters | null): string {
  if (!parameters) throw new RowProblem('passwordHash', 'needs --mem-cost, --rounds and --salt-separator')
  const { memCost, rounds, saltSeparator } = parameters
  return `$firebase-scrypt$ln=${memCost},r=${rounds},ss=${bare(saltSeparator)}$${standard(salt)}$${standard(hash)}`
}

/** Firebase's own API writes base64 for URLs, its command writes the usual one. */
const standard = (base64: string) => bare(base64.replaceAll('-', '+').replaceAll('_', '/'))

import { normaliseEmail } from '@latchkey/contracts/auth/users'
import * as z from 'zod/mini'
import { parsed } from '../person.ts'
import { RowProblem } from '../row.ts'
import { yes } from './booleans.ts'
import { djangoHash } from './django-hashes.ts'
import { bare, type Format } from './format.ts'

const text = z.optional(z.string())

/** The CSV of "Export users" in Clerk's dashboard. */
const ClerkRow = z.object({
  primary_email_address: z.string(),
  verified_email_addresses: z.string(),
  first_name: text,
  last_name: text,
  created_at: text,
  banned: z.optional(yes),
  password_digest: text,
  password_hasher: text,
})

export const clerk: Format = {
  listName: null,
  csv: { required: ['primary_email_address', 'verified_email_addresses', 'password_digest', 'password_hasher'] },
  claimsOf(row) {
    const user = parsed(ClerkRow, row)
    const email = user.primary_email_address
    return {
      email,
      emailVerified: user.verified_email_addresses.split(/[|,;\s]+/).some(isSameAs(email)),
      name: [user.first_name, user.last_name].filter(Boolean).join(' '),
      createdAt: user.created_at,
      disabled: user.banned ?? false,
      passwordHash: user.password_digest && hashOf(user.password_hasher ?? '', user.password_digest),
    }
  },
}

const isSameAs = (email: string) => (other: string) => other !== '' && normaliseEmail(other) === normaliseEmail(email)

/** Clerk keeps the hash of the system before it until its person signs in. Its names: https://clerk.com/docs/reference/backend-api. */
function hashOf(hasher: string, digest: string): string | null {
  if (hasher === 'pbkdf2_sha256') {
    // Unlike Django's, the salt is base64 too.
    const [, iterations, salt = '', hash = ''] = digest.split('$')
    return `$pbkdf2-sha256$i=${iterations}$${bare(salt)}$${bare(hash)}`
  }
  if (['bcrypt', 'argon2i', 'argon2id'].includes(hasher)) return digest
  if (['bcrypt_sha256_django', 'pbkdf2_sha256_django'].includes(hasher)) return djangoHash(digest)
  throw new RowProblem('password_hasher', 'is one that cannot be verified')
}

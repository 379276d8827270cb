import * as z from 'zod/mini'
import { parsed } from '../person.ts'
import { RowProblem } from '../row.ts'
import { yes } from './booleans.ts'
import type { Format } from './format.ts'

const text = z.optional(z.string())

/** The columns of `auth.users`, as CSV or from `pg_dump`. NULL is an empty text. */
const UserRow = z.object({
  email: z.string(),
  encrypted_password: text,
  /** Null until the address is confirmed. With "Confirm email" off, a sign-up confirms it by itself. */
  email_confirmed_at: z.string(),
  /** Null if no mail asked for a confirmation. */
  confirmation_sent_at: z.string(),
  raw_user_meta_data: text,
  created_at: text,
  banned_until: text,
  deleted_at: text,
  is_anonymous: z.optional(yes),
  /** The address is what a company's own server says. */
  is_sso_user: z.optional(yes),
})

/** An app may write anything into it. What is no text is no name. */
const someText = z.catch(z.optional(z.nullable(z.string())), null)
const MetaData = z.catch(z.object({ full_name: someText, name: someText }), {})

export const supabase: Format = {
  listName: null,
  csv: { required: ['email', 'encrypted_password', 'email_confirmed_at', 'confirmation_sent_at'] },
  table: 'auth.users',
  claimsOf(row, { now }) {
    const user = parsed(UserRow, row)
    if (user.is_anonymous) return null
    if (user.deleted_at) throw new RowProblem('deleted_at', 'says that the person was deleted there')
    return {
      email: user.email,
      // supabase/auth, internal/api/signup.go: with autoconfirm it sends no mail, and sets only email_confirmed_at.
      emailVerified: user.email_confirmed_at !== '' && user.confirmation_sent_at !== '' && !user.is_sso_user,
      name: nameIn(user.raw_user_meta_data),
      createdAt: user.created_at,
      disabled: isBanned(user.banned_until, now),
      passwordHash: user.encrypted_password,
    }
  },
}

function nameIn(json: string | undefined): string | null | undefined {
  if (!json) return null
  try {
    const { full_name, name } = MetaData.parse(JSON.parse(json))
    return full_name ?? name
  } catch {
    throw new RowProblem('raw_user_meta_data', 'is no JSON')
  }
}

/** A ban whose end cannot be read counts: a person who was kept out must not come in. */
function isBanned(until: string | undefined, now: Date): boolean {
  if (!until) return false
  const end = Date.parse(until.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
  return Number.isNaN(end) || end > now.getTime()
}

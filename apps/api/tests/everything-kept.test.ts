import { changeEmail, exportUser } from '@latchkey/contracts/auth/account'
import { describe, expect, it } from 'vitest'
import { signInConfirmed } from '../testing/confirmed.ts'
import { testApi } from '../testing/test.ts'

const api = await testApi()

/** Tables whose part of the export has a different name. */
const otherNames: Record<string, string> = { users: 'user', passwords: 'password', audit_events: 'activity' }

const secret = 'it is a secret'
const ownership = 'it is always the user of the export'

/** Columns that an export leaves out, and why. */
const withheld: Record<string, string> = {
  'users.deleted_at': 'a deleted user has no session to export with',
  'passwords.user_id': ownership,
  'passwords.hash': secret,
  'devices.user_id': ownership,
  'devices.token_hash': secret,
  'sessions.user_id': ownership,
  'sessions.token_hash': secret,
  'challenges.id': 'it only identifies the row',
  'challenges.user_id': ownership,
  'challenges.secret_hash': secret,
  'challenges.code_hash': secret,
  'challenges.code_expires_at': 'it belongs to a code that is not exported',
  'challenges.browser_hash': secret,
  'challenges.payload': 'it may hold a hash; the rest is exported as `name` and `notice`',
  'audit_events.user_id': ownership,
  'audit_events.commitment': secret,
  'audit_events.salt': secret,
}

/** Every table with data about users, found by foreign keys and column names. */
const tables = await api.db.$queryRaw<{ name: string; columns: string[] }[]>`
  select table_name as name, array_agg(column_name::text order by ordinal_position) as columns
  from information_schema.columns c
  where table_schema = 'public' and (table_name = 'users' or exists (
    select from information_schema.columns o
    where o.table_schema = 'public' and o.table_name = c.table_name and o.column_name = 'user_id'
  ) or exists (
    select from information_schema.table_constraints k
      join information_schema.constraint_column_usage u using (constraint_schema, constraint_name)
    where k.constraint_type = 'FOREIGN KEY' and k.table_schema = 'public' and k.table_name = c.table_name
      and u.table_name = 'users'))
  group by table_name order by table_name`

const camelCase = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** The export of a user with a row in each of auth's tables. */
async function exported() {
  const { caller } = await signInConfirmed(api, await api.createUser())
  await api.call(changeEmail, { email: 'another@example.com' }, caller)
  const { data } = await api.call(exportUser, {}, caller)
  await api.deliver()
  return data as Record<string, unknown> & { product: Record<string, unknown> }
}

describe('everything that is stored about a user', () => {
  it('is found in all known tables', () => {
    const names = tables.map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining(['users', 'passwords', 'sessions', 'devices', 'challenges', 'audit_events']),
    )
  })

  it.each(tables)('is in the export, or withheld for a reason: $name', async ({ name, columns }) => {
    const data = await exported()
    const part = otherNames[name] ?? camelCase(name)
    // The product's tables have a part of their own, with its own schema.
    if (part in data.product) return
    expect(Object.keys(data), `no feature exports ${name}`).toContain(part)
    const [row] = [data[part]].flat()
    const shown = Object.keys((row ?? {}) as object)
    const missing = columns.filter(column => !shown.includes(camelCase(column)) && !withheld[`${name}.${column}`])
    expect(missing).toEqual([])
  })

  it('withholds no column that does not exist', () => {
    const there = tables.flatMap(({ name, columns }) => columns.map(column => `${name}.${column}`))
    expect(Object.keys(withheld).filter(column => !there.includes(column))).toEqual([])
  })
})
